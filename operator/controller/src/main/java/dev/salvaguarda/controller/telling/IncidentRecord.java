package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.DecisionSpec;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentParts.ReporterSpec;
import dev.salvaguarda.api.incident.IncidentParts.ServiceRequestSpec;
import dev.salvaguarda.api.incident.IncidentSpec;
import dev.salvaguarda.api.incident.VerdictSpec;
import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.incident.ExecutiveRole;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Matter;
import dev.salvaguarda.domain.incident.IncidentFacts.Update;
import dev.salvaguarda.domain.incident.Verdict;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an Incident records, read; pure. */
public final class IncidentRecord {
  /** Whoever decides may have a clock that is a little ahead. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  private IncidentRecord() {}

  /**
   * All that a decision about it may look at. What people decided counts from the time that they
   * gave it: what is dated ahead is neither told nor takes anything back before.
   */
  public static IncidentFacts of(Incident incident, Instant now) {
    IncidentSpec spec = incident.getSpec();
    Instant openedAt = Instant.parse(incident.getMetadata().getCreationTimestamp());
    return new IncidentFacts(
        new Matter(
            incident.getMetadata().getName(),
            spec.component().title(),
            Objects.requireNonNullElse(spec.impact(), ""),
            Objects.requireNonNullElseGet(
                spec.occurredAt(), () -> firstReport(spec).orElse(openedAt)),
            spec.audience() == IncidentSpec.Audience.PUBLIC),
        handling(spec, openedAt, now.plus(CLOCKS_DIFFER)),
        decisions(spec, now.plus(CLOCKS_DIFFER)));
  }

  /** When the next decision counts that is dated ahead; empty if none is. */
  public static Optional<Instant> ahead(Incident incident, Instant now) {
    IncidentSpec spec = incident.getSpec();
    Decisions all = decisions(spec, Instant.MAX);
    return Stream.concat(
            Stream.of(
                    handling(spec, now, Instant.MAX).waiver(),
                    all.acknowledgement(),
                    all.verdict() == null ? null : all.verdict().decision(),
                    all.executive().statement(),
                    all.restoration(),
                    all.closure())
                .filter(Objects::nonNull),
            all.updates().stream().map(Update::decision))
        .map(Decision::at)
        .filter(at -> !counts(at, now.plus(CLOCKS_DIFFER)))
        .min(Comparator.naturalOrder());
  }

  private static boolean counts(Instant at, Instant until) {
    return !at.isAfter(until);
  }

  private static Optional<Instant> firstReport(IncidentSpec spec) {
    return spec.reporters().stream().map(ReporterSpec::at).min(Comparator.naturalOrder());
  }

  private static Handling handling(IncidentSpec spec, Instant openedAt, Instant until) {
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
            : decision(spec.serviceRequestWaiver().by(), spec.serviceRequestWaiver().at(), until),
        spec.updateEvery() == null ? null : DurationText.parse(spec.updateEvery()).orElse(null));
  }

  private static Decisions decisions(IncidentSpec spec, Instant until) {
    return new Decisions(
        decision(spec.acknowledgement(), until),
        spec.verdict() == null || !counts(spec.verdict().at(), until)
            ? null
            : verdict(spec.verdict()),
        executive(spec, until),
        spec.updates().stream()
            .filter(update -> counts(update.at(), until))
            .map(update ->
                new Update(update.id(), update.text(), new Decision(update.by(), update.at())))
            .toList(),
        decision(spec.restoration(), until),
        spec.closure() == null ? null : decision(spec.closure().by(), spec.closure().at(), until));
  }

  private static @Nullable Decision decision(@Nullable DecisionSpec spec, Instant until) {
    return spec == null ? null : decision(spec.by(), spec.at(), until);
  }

  private static @Nullable Decision decision(String by, Instant at, Instant until) {
    return counts(at, until) ? new Decision(by, at) : null;
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

  private static Executive executive(IncidentSpec spec, Instant until) {
    var said = spec.executiveStatement();
    return new Executive(
        switch (spec.executiveConfirmation()) {
          case RECORD_ONLY -> ExecutiveRole.RECORD_ONLY;
          case SECOND_MESSAGE -> ExecutiveRole.SECOND_MESSAGE;
          case REQUIRED_BEFORE_BROADCAST -> ExecutiveRole.REQUIRED_BEFORE_BROADCAST;
        },
        said == null ? null : decision(said.by(), said.at(), until),
        said == null ? "" : Objects.requireNonNullElse(said.text(), ""));
  }
}
