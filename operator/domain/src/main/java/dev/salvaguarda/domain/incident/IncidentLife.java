package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.incident.Awaited.What;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Update;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an incident stands and whose turn it is, by what is recorded of it alone; pure. */
public final class IncidentLife {
  private final IncidentFacts facts;
  private final Handling handling;
  private final Decisions decisions;

  private IncidentLife(IncidentFacts facts) {
    this.facts = facts;
    this.handling = facts.handling();
    this.decisions = facts.decisions();
  }

  /**
   * Where it stands.
   *
   * @param isReceiptOnItsWay whether the message that asks for a service request is still to be
   *     delivered
   */
  public static IncidentPhase phase(IncidentFacts facts, boolean isReceiptOnItsWay) {
    return new IncidentLife(facts).phase(isReceiptOnItsWay);
  }

  private IncidentPhase phase(boolean isReceiptOnItsWay) {
    if (decisions.closure() != null) {
      return IncidentPhase.CLOSED;
    }
    if (restoredAt(facts).isPresent()) {
      return IncidentPhase.RESTORED;
    }
    Verdict verdict = decisions.verdict();
    if (verdict != null) {
      return verdict.isConfirmed() ? IncidentPhase.CONFIRMED : IncidentPhase.NOT_CONFIRMED;
    }
    if (!handling.isByClient()) {
      return handling.isTaken() || decisions.acknowledgement() != null
          ? IncidentPhase.UNDER_ANALYSIS
          : IncidentPhase.REPORTED;
    }
    if (decisions.acknowledgement() == null) {
      return IncidentPhase.REPORTED;
    }
    if (handling.serviceRequestSince() != null || handling.waiver() != null) {
      return IncidentPhase.UNDER_ANALYSIS;
    }
    return isReceiptOnItsWay ? IncidentPhase.ACKNOWLEDGED : IncidentPhase.AWAITING_SERVICE_REQUEST;
  }

  /** When it was restored: as a person says, or when the cause of a finding was gone. */
  public static Optional<Instant> restoredAt(IncidentFacts facts) {
    Decision restoration = facts.decisions().restoration();
    return restoration != null
        ? Optional.of(restoration.at())
        : Optional.ofNullable(facts.finding()).map(found -> found.tally().goneAt());
  }

  /** What has to come next from a person, and from whom; empty once nothing has. */
  public static Optional<Awaited> awaited(IncidentFacts facts, Instant now) {
    return new IncidentLife(facts).awaited(now);
  }

  private Optional<Awaited> awaited(Instant now) {
    if (facts.finding() != null && decisions.closure() == null) {
      // Whether its cause is gone or not: why there was one is to be found out.
      return Optional.of(new Awaited(What.CLOSURE, handling.openedAt(), facts.finding().closeBy()));
    }
    return switch (phase(false)) {
      case REPORTED ->
          Optional.of(
              new Awaited(
                  handling.isByClient() ? What.ACKNOWLEDGEMENT : What.RESPONSIBLE_TEAM,
                  handling.openedAt()));
      case ACKNOWLEDGED, AWAITING_SERVICE_REQUEST ->
          Optional.of(
              new Awaited(
                  What.SERVICE_REQUEST, latest(handling.openedAt(), decisions.acknowledgement())));
      case UNDER_ANALYSIS -> Optional.of(new Awaited(What.VERDICT, analysisSince()));
      case CONFIRMED -> Optional.of(whileItLasts(now));
      case RESTORED ->
          Optional.of(
              new Awaited(What.CLOSURE, latest(handling.openedAt(), decisions.restoration())));
      case NOT_CONFIRMED, CLOSED -> Optional.empty();
    };
  }

  private Instant analysisSince() {
    Instant since = latest(handling.openedAt(), decisions.acknowledgement());
    if (!handling.isByClient()) {
      return since;
    }
    Instant request = handling.serviceRequestSince();
    Instant asked = request != null && request.isAfter(since) ? request : since;
    return request == null ? latest(asked, handling.waiver()) : asked;
  }

  private Awaited whileItLasts(Instant now) {
    Instant confirmed =
        latest(
            handling.openedAt(),
            decisions.verdict() == null ? null : decisions.verdict().decision());
    if (isHeld(facts)) {
      return new Awaited(What.EXECUTIVE_STATEMENT, confirmed);
    }
    Optional<Instant> due = updateDue(confirmed).filter(at -> !now.isBefore(at));
    return due.isPresent()
        ? new Awaited(What.UPDATE, due.get())
        : new Awaited(What.RESTORATION, confirmed);
  }

  private Optional<Instant> updateDue(Instant confirmed) {
    return Optional.ofNullable(handling.updateEvery())
        .map(every ->
            decisions.updates().stream()
                .map(Update::decision)
                .map(Decision::at)
                .reduce(confirmed, (one, other) -> other.isAfter(one) ? other : one)
                .plus(every));
  }

  /**
   * When something becomes overdue by itself, without anybody changing anything; empty if nothing
   * does any more.
   */
  public static Optional<Instant> nextOverdue(IncidentFacts facts, Instant now) {
    IncidentLife life = new IncidentLife(facts);
    Optional<Instant> awaited =
        life.awaited(now).map(Awaited::overdueAt).filter(at -> at.isBefore(Instant.MAX));
    Verdict verdict = facts.decisions().verdict();
    Optional<Instant> update =
        verdict == null || life.phase(false) != IncidentPhase.CONFIRMED
            ? Optional.empty()
            : life.updateDue(latest(facts.handling().openedAt(), verdict.decision()));
    return Stream.concat(awaited.stream(), update.stream())
        .filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }

  /** Whether what is confirmed may not be told yet. */
  static boolean isHeld(IncidentFacts facts) {
    return facts.decisions().executive().role() == ExecutiveRole.REQUIRED_BEFORE_BROADCAST
        && facts.decisions().executive().statement() == null;
  }

  private static Instant latest(Instant one, @Nullable Decision other) {
    return other == null || other.at().isBefore(one) ? one : other.at();
  }
}
