package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentParts.ReporterSpec;
import dev.salvaguarda.api.incident.IncidentParts.ServiceRequestSpec;
import dev.salvaguarda.api.incident.IncidentSpec;
import dev.salvaguarda.api.incident.PolicyFindingSpec;
import dev.salvaguarda.api.incident.VerdictSpec;
import dev.salvaguarda.controller.nonconformity.FindingRecord;
import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.incident.ExecutiveRole;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Finding;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Matter;
import dev.salvaguarda.domain.incident.IncidentFacts.Update;
import dev.salvaguarda.domain.incident.Verdict;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an Incident records, read; pure. */
public final class IncidentRecord {
  private IncidentRecord() {}

  /**
   * All that a decision about it may look at. What people decided counts from the time that they
   * gave it: what is dated ahead is neither told nor takes anything back before.
   */
  public static IncidentFacts of(Incident incident, Instant now) {
    IncidentSpec spec = incident.getSpec();
    CountedDecisions counted = CountedDecisions.at(now);
    Instant openedAt = Instant.parse(incident.getMetadata().getCreationTimestamp());
    return new IncidentFacts(
        new Matter(
            incident.getMetadata().getName(),
            spec.component().title(),
            Objects.requireNonNullElse(spec.impact(), ""),
            Objects.requireNonNullElseGet(
                spec.occurredAt(), () -> firstReport(spec).orElse(openedAt)),
            spec.audience() == IncidentSpec.Audience.PUBLIC),
        handling(spec, openedAt, counted),
        decisions(spec, counted),
        finding(incident));
  }

  private static @Nullable Finding finding(Incident incident) {
    PolicyFindingSpec found = incident.getSpec().nonConformity();
    return found == null
        ? null
        : new Finding(
            FindingRecord.cause(found.cause()),
            incident.getMetadata().getNamespace(),
            found.policyRef().name(),
            Objects.requireNonNullElse(incident.getSpec().responsibleTeam(), ""),
            found.closeBy(),
            FindingRecord.tally(incident, found));
  }

  /** When the next decision counts that is dated ahead; empty if none is. */
  public static Optional<Instant> ahead(Incident incident, Instant now) {
    IncidentSpec spec = incident.getSpec();
    Decisions all = decisions(spec, CountedDecisions.all());
    return CountedDecisions.at(now)
        .next(
            Stream.concat(
                Stream.of(
                        handling(spec, now, CountedDecisions.all()).waiver(),
                        all.acknowledgement(),
                        all.verdict() == null ? null : all.verdict().decision(),
                        all.executive().statement(),
                        all.restoration(),
                        all.closure())
                    .filter(Objects::nonNull),
                all.updates().stream().map(Update::decision)));
  }

  private static Optional<Instant> firstReport(IncidentSpec spec) {
    return spec.reporters().stream().map(ReporterSpec::at).min(Comparator.naturalOrder());
  }

  private static Handling handling(IncidentSpec spec, Instant openedAt, CountedDecisions counted) {
    return new Handling(
        openedAt,
        spec.origin() == Origin.CLIENT,
        spec.responsibleTeam() != null,
        spec.serviceRequests().stream().map(ServiceRequestSpec::number).toList(),
        spec.serviceRequests().stream()
            .map(ServiceRequestSpec::at)
            .min(Comparator.naturalOrder())
            .orElse(null),
        spec.serviceRequestWaiver() == null
            ? null
            : counted.decision(spec.serviceRequestWaiver().by(), spec.serviceRequestWaiver().at()),
        spec.updateEvery() == null ? null : DurationText.parse(spec.updateEvery()).orElse(null));
  }

  private static Decisions decisions(IncidentSpec spec, CountedDecisions counted) {
    return new Decisions(
        counted.decision(spec.acknowledgement()),
        spec.verdict() == null || !counted.count(spec.verdict().at())
            ? null
            : verdict(spec.verdict()),
        executive(spec, counted),
        spec.updates().stream()
            .filter(update -> counted.count(update.at()))
            .map(update ->
                new Update(update.id(), update.text(), new Decision(update.by(), update.at())))
            .toList(),
        counted.decision(spec.restoration()),
        spec.closure() == null ? null : counted.decision(spec.closure().by(), spec.closure().at()));
  }

  /** The API server lets no restricted one through that names nobody. */
  private static Verdict verdict(VerdictSpec spec) {
    Decision decision = new Decision(spec.by(), spec.at());
    return switch (spec.outcome()) {
      case NOT_CONFIRMED -> new Verdict.NotConfirmed(decision);
      case CONFIRMED ->
          spec.scope() == VerdictSpec.Scope.RESTRICTED && spec.organization() != null
              ? new Verdict.Restricted(decision, spec.organization())
              : new Verdict.General(decision);
    };
  }

  private static Executive executive(IncidentSpec spec, CountedDecisions counted) {
    var said = spec.executiveStatement();
    return new Executive(
        switch (spec.executiveConfirmation()) {
          case RECORD_ONLY -> ExecutiveRole.RECORD_ONLY;
          case SECOND_MESSAGE -> ExecutiveRole.SECOND_MESSAGE;
          case REQUIRED_BEFORE_BROADCAST -> ExecutiveRole.REQUIRED_BEFORE_BROADCAST;
        },
        said == null ? null : counted.decision(said.by(), said.at()),
        said == null ? "" : Objects.requireNonNullElse(said.text(), ""));
  }
}
