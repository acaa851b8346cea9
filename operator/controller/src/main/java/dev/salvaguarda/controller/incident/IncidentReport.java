package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.IncidentStatus.Awaiting;
import dev.salvaguarda.api.incident.IncidentStatus.ToldNotice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.telling.IncidentPlan;
import dev.salvaguarda.controller.telling.IncidentPlan.Planned;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.incident.Awaited;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentLife;
import dev.salvaguarda.domain.incident.Verdict;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.name.WireName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of an incident after a look; pure. */
final class IncidentReport {
  /** As many as a status holds; nothing that is owed comes near it. */
  private static final int MOST_NOTICES = 1_000;

  private final IncidentSeen seen;
  private final IncidentPlan plan;
  private final List<ToldNotice> notices;
  private final Instant now;

  private IncidentReport(
      IncidentSeen seen, IncidentPlan plan, List<ToldNotice> notices, Instant now) {
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
      IncidentSeen seen, IncidentPlan plan, Optional<ConditionFact> obstacle, Instant now) {
    Stream<ToldNotice> made =
        obstacle.isPresent() ? Stream.empty() : plan.due().stream().map(IncidentReport::made);
    List<ToldNotice> notices =
        Stream.concat(seen.notices().stream(), made).limit(MOST_NOTICES).toList();
    return new IncidentReport(seen, plan, notices, now).status(obstacle);
  }

  private static ToldNotice made(Planned one) {
    return new ToldNotice(one.name(), one.message().wireName(), State.PENDING);
  }

  private IncidentStatus status(Optional<ConditionFact> obstacle) {
    IncidentFacts facts = seen.facts();
    IncidentPhase phase = phase(facts);
    Optional<Awaited> awaited = IncidentLife.awaited(facts, now);
    Optional<ConditionFact> delivered = obstacle.or(this::delivered);
    Long generation = seen.incident().getMetadata().getGeneration();
    ConditionSet conditions =
        ConditionSet.of(seen.status().conditions())
            .with(ready(phase, awaited, delivered), generation, now)
            .with(stalled(awaited), generation, now);
    if (delivered.isPresent()) {
      conditions = conditions.with(delivered.get(), generation, now);
    }
    return new IncidentStatus(
        generation,
        phase,
        scope(facts.decisions().verdict()),
        serviceRequest(facts.handling().serviceRequests()),
        awaited.map(IncidentReport::awaiting).orElse(null),
        count(),
        notices,
        conditions.conditions());
  }

  private IncidentPhase phase(IncidentFacts facts) {
    boolean isReceiptOnItsWay =
        notices.stream()
            .filter(one -> one.message().equals(Message.RECEIPT_CONFIRMATION.wireName()))
            .anyMatch(one -> isOpen(one.state()));
    return switch (IncidentLife.phase(facts, isReceiptOnItsWay)) {
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

  private static boolean isOpen(State state) {
    return switch (state) {
      case PENDING, SENDING, UNCERTAIN -> true;
      case DELIVERED, FAILED, SUPPRESSED -> false;
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

  private @Nullable String count() {
    int all = notices.size() - count(State.SUPPRESSED);
    return notices.isEmpty() ? null : "%d/%d".formatted(count(State.DELIVERED), all);
  }

  private int count(State state) {
    return (int) notices.stream().filter(one -> one.state() == state).count();
  }

  /** Empty while nothing has to be said. */
  private Optional<ConditionFact> delivered() {
    if (!plan.owesAnything()) {
      return Optional.empty();
    }
    ConditionType type = ConditionType.NOTICES_DELIVERED;
    int lost = count(State.FAILED) + count(State.UNCERTAIN);
    if (lost > 0) {
      return Optional.of(
          ConditionFact.unmet(
              type,
              ConditionReason.NOTICE_GIVEN_UP,
              "%d of %d notices did not arrive, or may not have: see kubectl get ntc."
                  .formatted(lost, notices.size())));
    }
    if (!plan.unheard().isEmpty()) {
      return Optional.of(
          ConditionFact.unmet(
              type,
              ConditionReason.NOBODY_SUBSCRIBED,
              "No NotificationChannel of this namespace subscribes %s."
                  .formatted(names(plan.unheard()))));
    }
    if (!plan.late().isEmpty()) {
      return Optional.of(
          ConditionFact.unmet(
              type,
              ConditionReason.TOO_LATE_TO_TELL,
              "It was decided too long ago to tell %s.".formatted(names(plan.late()))));
    }
    int open = count(State.PENDING) + count(State.SENDING);
    return Optional.of(
        open > 0
            ? ConditionFact.unmet(
                type,
                ConditionReason.NOTICES_UNDER_WAY,
                "%d of %d notices are on their way.".formatted(open, notices.size()))
            : ConditionFact.met(
                type,
                ConditionReason.NOTICES_DELIVERED,
                "%d delivered.".formatted(count(State.DELIVERED))));
  }

  private static String names(Collection<Message> messages) {
    return messages.stream().map(Message::wireName).distinct().collect(Collectors.joining(", "));
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
    return delivered
        .filter(fact -> fact.truth() == ConditionFact.Truth.FALSE)
        .filter(fact -> !fact.reason().equals(ConditionReason.NOTICES_UNDER_WAY.wireName()))
        .map(fact ->
            new ConditionFact(type, ConditionFact.Truth.FALSE, fact.reason(), fact.message()))
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
