package dev.salvaguarda.controller.nonconformity;

import dev.salvaguarda.api.incident.CountedStatus;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.NonConformityCause;
import dev.salvaguarda.api.incident.PolicyFindingSpec;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Opening.Known;
import dev.salvaguarda.domain.nonconformity.Signal;
import dev.salvaguarda.domain.nonconformity.Tally;
import java.util.Optional;

/** What an Incident records of something that was found at a policy, read and written; pure. */
public final class FindingRecord {
  private FindingRecord() {}

  /** What was counted on it, with which it was opened if nothing was yet. */
  public static Tally tally(Incident incident, PolicyFindingSpec found) {
    CountedStatus counted = incident.getStatus() == null ? null : incident.getStatus().counted();
    return counted == null
        ? Tally.opened(new Signal(found.signal(), found.since(), found.finding()))
        : new Tally(
            counted.signals(),
            new Signal(counted.newest(), counted.newestTime(), counted.message()),
            counted.goneTime());
  }

  /** The same for the status. */
  public static CountedStatus counted(Tally tally) {
    return new CountedStatus(
        tally.count(),
        tally.newest().name(),
        tally.newest().at(),
        tally.newest().words(),
        tally.goneAt());
  }

  /** What matters of it for others of its policy; empty of what people recorded. */
  public static Optional<Known> known(Incident incident) {
    return Optional.ofNullable(incident.getSpec().nonConformity())
        .map(found ->
            new Known(
                cause(found.cause()),
                found.number(),
                incident.getSpec().closure() != null,
                tally(incident, found).newest().at()));
  }

  /** The cause. */
  public static Cause cause(NonConformityCause cause) {
    return switch (cause) {
      case FAILED -> Cause.FAILED;
      case MISSED -> Cause.MISSED;
      case DEGRADED -> Cause.DEGRADED;
      case LATE -> Cause.LATE;
      case UNVERIFIED -> Cause.UNVERIFIED;
    };
  }

  /** The same as it is written. */
  public static NonConformityCause written(Cause cause) {
    return switch (cause) {
      case FAILED -> NonConformityCause.FAILED;
      case MISSED -> NonConformityCause.MISSED;
      case DEGRADED -> NonConformityCause.DEGRADED;
      case LATE -> NonConformityCause.LATE;
      case UNVERIFIED -> NonConformityCause.UNVERIFIED;
    };
  }
}
