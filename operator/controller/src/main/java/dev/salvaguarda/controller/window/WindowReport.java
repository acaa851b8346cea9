package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.incident.IncidentStatus.Awaiting;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.incident.Awaited.Who;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.window.WindowFacts;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import dev.salvaguarda.domain.window.WindowLife;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of a maintenance window after a look; pure. */
final class WindowReport {
  private final WindowSeen seen;
  private final WindowFacts facts;
  private final Instant now;

  private WindowReport(WindowSeen seen, Instant now) {
    this.seen = seen;
    this.facts = seen.facts();
    this.now = now;
  }

  /**
   * The next status.
   *
   * @param plan what was due, and is made now unless there was an obstacle
   * @param obstacle why not all of it could be made
   */
  static MaintenanceWindowStatus next(
      WindowSeen seen, NoticePlan plan, Optional<ConditionFact> obstacle, Instant now) {
    ToldNotices notices = seen.notices().with(plan, obstacle);
    return new WindowReport(seen, now).status(notices, obstacle.or(() -> notices.delivered(plan)));
  }

  private MaintenanceWindowStatus status(ToldNotices notices, Optional<ConditionFact> delivered) {
    Long generation = seen.window().getMetadata().getGeneration();
    ConditionSet conditions =
        ConditionSet.of(seen.status().conditions()).with(ready(delivered), generation, now);
    for (ConditionFact fact :
        Stream.of(inTime(), delivered, heldBack()).flatMap(Optional::stream).toList()) {
      conditions = conditions.with(fact, generation, now);
    }
    Times times = WindowLife.times(facts);
    return new MaintenanceWindowStatus(
        generation,
        phase(),
        components(),
        times.start(),
        times.end(),
        facts.decisions().moves().size(),
        awaiting(times),
        notices.count(),
        notices.all(),
        seen.status().heldAlerts(),
        conditions.conditions());
  }

  private WindowPhase phase() {
    return switch (WindowLife.phase(facts, now)) {
      case PROPOSED -> WindowPhase.PROPOSED;
      case ANNOUNCED -> WindowPhase.ANNOUNCED;
      case IN_PROGRESS -> WindowPhase.IN_PROGRESS;
      case OVERRUN -> WindowPhase.OVERRUN;
      case COMPLETED -> WindowPhase.COMPLETED;
      case CANCELLED -> WindowPhase.CANCELLED;
    };
  }

  private String components() {
    List<String> names =
        seen.window().getSpec().components().stream().map(ComponentSpec::name).toList();
    return names.size() == 1
        ? names.getFirst()
        : "%s +%d".formatted(names.getFirst(), names.size() - 1);
  }

  private ConditionFact ready(Optional<ConditionFact> delivered) {
    ConditionType type = ConditionType.READY;
    if (seen.ahead() != null) {
      return ConditionFact.unmet(
          type,
          ConditionReason.DECISION_DATED_AHEAD,
          "A decision is dated %s: nothing follows from it before."
              .formatted(seen.ahead().truncatedTo(ChronoUnit.SECONDS)));
    }
    return overdue()
        .map(sentence -> ConditionFact.unmet(type, ConditionReason.AWAITING_DECISION, sentence))
        .or(() -> ToldNotices.stuck(delivered))
        .orElseGet(() ->
            ConditionFact.met(
                type, ConditionReason.NOTHING_STUCK, "%s.".formatted(WireName.of(phase()))));
  }

  /** Whose turn it is, whether it is late or not. */
  private @Nullable Awaiting awaiting(Times times) {
    return switch (phase()) {
      case PROPOSED ->
          new Awaiting(
              "Announcement",
              WireName.of(Who.COMMUNICATIONS),
              Instant.parse(seen.window().getMetadata().getCreationTimestamp()));
      case IN_PROGRESS -> new Awaiting("Completion", WireName.of(Who.RESPONSE_TEAM), times.start());
      case OVERRUN -> new Awaiting("Completion", WireName.of(Who.RESPONSE_TEAM), times.end());
      case ANNOUNCED, COMPLETED, CANCELLED -> null;
    };
  }

  /** What somebody has to decide now, a sentence. */
  private Optional<String> overdue() {
    Times times = WindowLife.times(facts);
    return switch (phase()) {
      case OVERRUN ->
          Optional.of(
              ("It should be over since %s: completed, or a move, is awaited from ResponseTeam or"
                      + " Communications.")
                  .formatted(times.end()));
      case PROPOSED ->
          now.isBefore(times.start())
              ? Optional.empty()
              : Optional.of(
                  ("It should have begun at %s: announcement, or cancelled, is awaited from"
                          + " Communications.")
                      .formatted(times.start()));
      case ANNOUNCED, IN_PROGRESS, COMPLETED, CANCELLED -> Optional.empty();
    };
  }

  private Optional<ConditionFact> heldBack() {
    return HeldFact.of(HeldRecord.of(seen.window()), OpenWindows.quietUntil(seen.window(), now));
  }

  private Optional<ConditionFact> inTime() {
    Duration asked = facts.minimumNotice();
    if (asked == null || facts.decisions().announcement() == null) {
      return Optional.empty();
    }
    ConditionType type = ConditionType.ANNOUNCED_IN_TIME;
    return Optional.of(
        WindowLife.lateBy(facts)
            .map(late ->
                ConditionFact.unmet(
                    type,
                    ConditionReason.NOTICE_TOO_SHORT,
                    "It was announced %s later than minimumNotice asks."
                        .formatted(DurationText.of(late))))
            .orElseGet(() ->
                ConditionFact.met(
                    type,
                    ConditionReason.NOTICE_LONG_ENOUGH,
                    "It was announced at least %s before.".formatted(DurationText.of(asked)))));
  }
}
