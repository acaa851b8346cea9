package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.IncidentStatus.Awaiting;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.nonconformity.FindingRecord;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.incident.Awaited;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentFacts.Finding;
import dev.salvaguarda.domain.incident.IncidentLife;
import dev.salvaguarda.domain.incident.Verdict;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.nonconformity.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of an incident after a look; pure. */
final class IncidentReport {
  private final IncidentSeen seen;
  private final NoticePlan plan;
  private final ToldNotices notices;
  private final Instant now;

  private IncidentReport(IncidentSeen seen, NoticePlan plan, ToldNotices notices, Instant now) {
    this.seen = seen;
    this.plan = plan;
    this.notices = notices;
    this.now = now;
  }

  /**
   * The next status.
   *
   * @param plan what was due, and is made now unless there was an obstacle
   * @param obstacle why not all of it could be made
   */
  static IncidentStatus next(
      IncidentSeen seen, NoticePlan plan, Optional<ConditionFact> obstacle, Instant now) {
    return new IncidentReport(seen, plan, seen.notices().with(plan, obstacle), now)
        .status(obstacle);
  }

  private IncidentStatus status(Optional<ConditionFact> obstacle) {
    IncidentFacts facts = seen.facts();
    IncidentPhase phase = phase(facts);
    Optional<Awaited> awaited = IncidentLife.awaited(facts, now);
    Optional<ConditionFact> delivered =
        obstacle.or(() -> notices.delivered(plan)).map(this::askedByPolicy);
    Long generation = seen.incident().getMetadata().getGeneration();
    ConditionSet conditions =
        ConditionSet.of(seen.status().conditions())
            .with(ready(phase, awaited, delivered), generation, now)
            .with(stalled(awaited), generation, now);
    for (ConditionFact fact :
        Stream.of(delivered, SignalFact.of(seen.status()), signal())
            .flatMap(Optional::stream)
            .toList()) {
      conditions = conditions.with(fact, generation, now);
    }
    return new IncidentStatus(
        generation,
        phase,
        scope(facts.decisions().verdict()),
        serviceRequest(facts.handling().serviceRequests()),
        awaited.map(IncidentReport::awaiting).orElse(null),
        notices.count(),
        IncidentLife.restoredAt(facts).orElse(null),
        facts.finding() == null ? null : FindingRecord.counted(facts.finding().tally()),
        notices.all(),
        seen.status().monitoring(),
        conditions.conditions());
  }

  /** Of a finding the policy says who is told, and no channel subscribes it. */
  private ConditionFact askedByPolicy(ConditionFact fact) {
    Finding found = seen.facts().finding();
    return found == null || !fact.reason().equals(ConditionReason.NOBODY_SUBSCRIBED.wireName())
        ? fact
        : ConditionFact.unmet(
            fact.type(),
            ConditionReason.NOBODY_ASKED,
            "BackupPolicy %s asks in notify for no channel that there is to tell %s."
                .formatted(
                    found.policy(),
                    plan.unheard().stream()
                        .map(Message::wireName)
                        .collect(Collectors.joining(", "))));
  }

  /** Whether the cause of a finding is there. What is closed stays as it was. */
  private Optional<ConditionFact> signal() {
    Finding found = seen.facts().finding();
    if (found == null || seen.facts().decisions().closure() != null) {
      return Optional.empty();
    }
    ConditionType type = ConditionType.SIGNAL_ACTIVE;
    Tally tally = found.tally();
    Instant gone = tally.goneAt();
    if (gone != null) {
      return Optional.of(
          ConditionFact.unmet(
              type,
              ConditionReason.CAUSE_GONE,
              "The cause is gone since %s, after it was seen %s."
                  .formatted(gone.truncatedTo(ChronoUnit.SECONDS), times(tally.count()))));
    }
    return Optional.of(
        seen.evidence() == null
            ? ConditionFact.unknown(
                type,
                ConditionReason.POLICY_NOT_FOUND,
                "There is no BackupPolicy %s any more, so nobody can say."
                    .formatted(found.policy()))
            : ConditionFact.met(
                type,
                ConditionReason.CAUSE_SEEN,
                "Seen %s, last at %s: %s"
                    .formatted(
                        times(tally.count()),
                        tally.newest().at().truncatedTo(ChronoUnit.SECONDS),
                        tally.newest().words())));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private IncidentPhase phase(IncidentFacts facts) {
    return switch (IncidentLife.phase(facts, notices.isOnItsWay(Message.RECEIPT_CONFIRMATION))) {
      case REPORTED -> IncidentPhase.REPORTED;
      case ACKNOWLEDGED -> IncidentPhase.ACKNOWLEDGED;
      case AWAITING_SERVICE_REQUEST -> IncidentPhase.AWAITING_SERVICE_REQUEST;
      case UNDER_ANALYSIS -> IncidentPhase.UNDER_ANALYSIS;
      case NOT_CONFIRMED -> IncidentPhase.NOT_CONFIRMED;
      case CONFIRMED -> IncidentPhase.CONFIRMED;
      case RESTORED -> IncidentPhase.RESTORED;
      case CLOSED -> IncidentPhase.CLOSED;
    };
  }

  private static @Nullable String scope(@Nullable Verdict verdict) {
    return switch (verdict) {
      case null -> null;
      case Verdict.NotConfirmed _ -> null;
      case Verdict.General _ -> "General";
      case Verdict.Restricted(_, String organization) -> "Restricted to " + organization;
    };
  }

  private static @Nullable String serviceRequest(List<String> numbers) {
    if (numbers.isEmpty()) {
      return null;
    }
    return numbers.size() == 1
        ? numbers.getFirst()
        : "%s +%d".formatted(numbers.getFirst(), numbers.size() - 1);
  }

  private static Awaiting awaiting(Awaited awaited) {
    return new Awaiting(
        WireName.of(awaited.what()),
        WireName.of(awaited.what().from()),
        awaited.since().truncatedTo(ChronoUnit.SECONDS));
  }

  private ConditionFact ready(
      IncidentPhase phase, Optional<Awaited> awaited, Optional<ConditionFact> delivered) {
    ConditionType type = ConditionType.READY;
    if (seen.ahead() != null) {
      return ConditionFact.unmet(
          type,
          ConditionReason.DECISION_DATED_AHEAD,
          "A decision is dated %s: nothing follows from it before."
              .formatted(seen.ahead().truncatedTo(ChronoUnit.SECONDS)));
    }
    if (awaited.filter(one -> one.isOverdue(now)).isPresent()) {
      return ConditionFact.unmet(type, ConditionReason.AWAITING_DECISION, words(awaited.get()));
    }
    return ToldNotices.stuck(delivered)
        .orElseGet(() ->
            ConditionFact.met(
                type, ConditionReason.NOTHING_STUCK, "%s.".formatted(WireName.of(phase))));
  }

  private ConditionFact stalled(Optional<Awaited> awaited) {
    ConditionType type = ConditionType.STALLED;
    return awaited
        .map(one ->
            one.isOverdue(now)
                ? ConditionFact.met(type, ConditionReason.AWAITING_DECISION, words(one))
                : ConditionFact.unmet(type, ConditionReason.AWAITING_DECISION, words(one)))
        .orElseGet(() ->
            ConditionFact.unmet(
                type, ConditionReason.NOTHING_AWAITED, "Nobody has to decide anything any more."));
  }

  private static String words(Awaited awaited) {
    return "%s is awaited from %s since %s."
        .formatted(
            WireName.of(awaited.what()),
            WireName.of(awaited.what().from()),
            awaited.since().truncatedTo(ChronoUnit.SECONDS));
  }
}
