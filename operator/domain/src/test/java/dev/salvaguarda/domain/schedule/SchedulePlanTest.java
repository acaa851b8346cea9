package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulePlanTest {
  private static final ZoneId FORTALEZA = ZoneId.of("America/Fortaleza");
  private static final Instant MONDAY_TEN_PM = Instant.parse("2026-11-24T01:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final StartRules RULES =
      new StartRules(Duration.ZERO, Duration.ofMinutes(20), MissedRuns.RUN_ONCE);
  private static final Timeline DAILY = timeline(Patterns.dailyAt(22, 0));

  @Test
  void nothingHappensBeforeATickIsDue() {
    SchedulePlan plan = decide(DAILY, MONDAY_TEN_PM.minus(DAY), MONDAY_TEN_PM.minusMillis(1));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.lookAgainAt()).isEqualTo(MONDAY_TEN_PM);
  }

  @Test
  void aTickThatIsDueIsStarted() {
    SchedulePlan plan = decide(DAILY, MONDAY_TEN_PM.minus(DAY), MONDAY_TEN_PM);

    assertThat(plan.actions()).containsExactly(new Action.Start(tick(MONDAY_TEN_PM)));
    assertThat(plan.handledUntil()).isEqualTo(MONDAY_TEN_PM);
    assertThat(plan.lookAgainAt()).isEqualTo(MONDAY_TEN_PM.plus(DAY));
  }

  @Test
  void aTickThatIsHandledIsNotStartedAgain() {
    assertThat(decide(DAILY, MONDAY_TEN_PM, MONDAY_TEN_PM.plus(MINUTE)).actions()).isEmpty();
  }

  @Test
  void jitterDelaysTheStartAndNotTheName() {
    StartRules delayed =
        new StartRules(Duration.ofMinutes(7), RULES.startingDeadline(), RULES.missedRuns());
    Standing standing = free(MONDAY_TEN_PM.minus(DAY));

    SchedulePlan early = SchedulePlan.decide(DAILY, delayed, standing, MONDAY_TEN_PM.plus(MINUTE));
    SchedulePlan due =
        SchedulePlan.decide(DAILY, delayed, standing, MONDAY_TEN_PM.plus(Duration.ofMinutes(7)));

    assertThat(early.actions()).isEmpty();
    assertThat(early.lookAgainAt()).isEqualTo(MONDAY_TEN_PM.plus(Duration.ofMinutes(7)));
    assertThat(due.actions()).containsExactly(new Action.Start(tick(MONDAY_TEN_PM)));
  }

  @Test
  void theStartingDeadlineCountsFromTheDelayedTime() {
    Instant lastMoment = MONDAY_TEN_PM.plus(Duration.ofMinutes(20));

    assertThat(decide(DAILY, MONDAY_TEN_PM.minus(DAY), lastMoment).actions())
        .containsExactly(new Action.Start(tick(MONDAY_TEN_PM)));
    assertThat(decide(DAILY, MONDAY_TEN_PM.minus(DAY), lastMoment.plusMillis(1)).actions())
        .hasAtLeastOneElementOfType(Action.RecordMissed.class)
        .hasAtLeastOneElementOfType(Action.CatchUp.class);
  }

  @Test
  void aGapOfManyTicksIsOneRecordAndOneCatchUp() {
    Instant now = MONDAY_TEN_PM.plus(Duration.ofHours(2));
    Gap week =
        new Gap(
            tick(MONDAY_TEN_PM.minus(DAY.multipliedBy(6))),
            tick(MONDAY_TEN_PM),
            7,
            MissedCause.TOO_LATE);

    SchedulePlan plan = decide(DAILY, MONDAY_TEN_PM.minus(DAY.multipliedBy(7)), now);

    assertThat(plan.actions())
        .containsExactly(new Action.CatchUp(week), new Action.RecordMissed(week));
    assertThat(plan.handledUntil()).isEqualTo(MONDAY_TEN_PM);
  }

  @Test
  void skipRecordsTheGapAndStartsNothing() {
    StartRules skip = new StartRules(Duration.ZERO, Duration.ofMinutes(20), MissedRuns.SKIP);

    SchedulePlan plan =
        SchedulePlan.decide(
            DAILY, skip, free(MONDAY_TEN_PM.minus(DAY)), MONDAY_TEN_PM.plus(Duration.ofHours(1)));

    assertThat(plan.actions())
        .containsExactly(
            new Action.RecordMissed(
                new Gap(tick(MONDAY_TEN_PM), tick(MONDAY_TEN_PM), 1, MissedCause.TOO_LATE)));
  }

  @Test
  void olderTicksAreMissedWhenTheNewestIsStillInTime() {
    Instant now = MONDAY_TEN_PM.plus(MINUTE);
    Tick sunday = tick(MONDAY_TEN_PM.minus(DAY));

    SchedulePlan plan = decide(DAILY, MONDAY_TEN_PM.minus(DAY.multipliedBy(2)), now);

    assertThat(plan.actions())
        .containsExactly(
            new Action.RecordMissed(new Gap(sunday, sunday, 1, MissedCause.TOO_LATE)),
            new Action.Start(tick(MONDAY_TEN_PM)));
  }

  @Test
  void itIsSaidWhetherTicksWereTooLateOrSuperseded() {
    assertThat(causeAfter(Duration.ofMinutes(10))).isEqualTo(MissedCause.SUPERSEDED);
    assertThat(causeAfter(Duration.ofMinutes(30))).isEqualTo(MissedCause.TOO_LATE_OR_SUPERSEDED);
    assertThat(decide(DAILY, MONDAY_TEN_PM.minus(DAY.multipliedBy(2)), MONDAY_TEN_PM).actions())
        .first()
        .isInstanceOfSatisfying(
            Action.RecordMissed.class,
            missed -> assertThat(missed.gap().why()).isEqualTo(MissedCause.TOO_LATE));
  }

  /** What is told of the ticks of an outage when every second minute is due. */
  private static MissedCause causeAfter(Duration outage) {
    Timeline often =
        new Timeline(
            FORTALEZA,
            List.of(new Timeline.Cadence("often", Patterns.everyMinutes(2), Instant.EPOCH)));
    return decide(often, MONDAY_TEN_PM.minus(outage), MONDAY_TEN_PM).actions().stream()
        .filter(Action.RecordMissed.class::isInstance)
        .map(action -> ((Action.RecordMissed) action).gap().why())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOperatorKilledBetweenTheRecordAndTheStartDoesTheRestOnly() {
    SchedulePlan rest = decide(DAILY, MONDAY_TEN_PM.minus(DAY), MONDAY_TEN_PM.plus(MINUTE));

    assertThat(rest.actions()).containsExactly(new Action.Start(tick(MONDAY_TEN_PM)));
  }

  @Test
  void theOperatorKilledBetweenCatchUpAndRecordRecordsWithoutASecondCatchUp() {
    Standing caughtUp = new Standing(MONDAY_TEN_PM.minus(DAY), true, Instant.MIN);

    SchedulePlan rest =
        SchedulePlan.decide(DAILY, RULES, caughtUp, MONDAY_TEN_PM.plus(Duration.ofHours(1)));

    assertThat(rest.actions())
        .containsExactly(
            new Action.RecordMissed(
                new Gap(tick(MONDAY_TEN_PM), tick(MONDAY_TEN_PM), 1, MissedCause.TOO_LATE)));
  }

  @Test
  void aTickWaitsWhileAnotherRunOfThePolicyIsPending() {
    Standing busy = new Standing(MONDAY_TEN_PM.minus(DAY), true, Instant.MIN);

    SchedulePlan plan = SchedulePlan.decide(DAILY, RULES, busy, MONDAY_TEN_PM.plus(MINUTE));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.handledUntil()).isEqualTo(MONDAY_TEN_PM.minus(DAY));
    assertThat(plan.lookAgainAt())
        .isEqualTo(MONDAY_TEN_PM.plus(Duration.ofMinutes(20)).plusMillis(1));
  }

  @Test
  void aTickThatWaitedTooLongIsMissedAndThePendingRunCoversIt() {
    Standing busy = new Standing(MONDAY_TEN_PM.minus(DAY), true, Instant.MIN);

    SchedulePlan plan =
        SchedulePlan.decide(DAILY, RULES, busy, MONDAY_TEN_PM.plus(Duration.ofMinutes(21)));

    assertThat(plan.actions()).hasSize(1).hasOnlyElementsOfType(Action.RecordMissed.class);
    assertThat(plan.lookAgainAt()).isEqualTo(MONDAY_TEN_PM.plus(DAY));
  }

  @Test
  void aRunThatStartedAfterTheGapMakesACatchUpNeedless() {
    Standing covered =
        new Standing(MONDAY_TEN_PM.minus(DAY), false, MONDAY_TEN_PM.plus(Duration.ofMinutes(5)));

    SchedulePlan plan =
        SchedulePlan.decide(DAILY, RULES, covered, MONDAY_TEN_PM.plus(Duration.ofHours(1)));

    assertThat(plan.actions()).hasSize(1).hasOnlyElementsOfType(Action.RecordMissed.class);
  }

  @Test
  void schedulesThatAreDueAtTheSameMinuteMakeOneRunNamedByTheFirst() {
    Instant sundayTenPm = Instant.parse("2026-11-23T01:00:00Z");
    Timeline both =
        new Timeline(
            FORTALEZA,
            List.of(
                new Timeline.Cadence("weekly", Patterns.weeklyAt(0, 22, 0), Instant.EPOCH),
                new Timeline.Cadence("daily", Patterns.dailyAt(22, 0), Instant.EPOCH)));

    SchedulePlan plan = decide(both, sundayTenPm.minus(DAY), sundayTenPm);

    assertThat(plan.actions()).containsExactly(new Action.Start(new Tick("weekly", sundayTenPm)));
    assertThat(plan.lookAgainAt()).isEqualTo(sundayTenPm.plus(DAY));
  }

  @Test
  void aScheduleHasNoTicksBeforeItWasThere() {
    Timeline young =
        new Timeline(
            FORTALEZA,
            List.of(new Timeline.Cadence("daily", Patterns.dailyAt(22, 0), MONDAY_TEN_PM)));

    SchedulePlan plan =
        decide(young, MONDAY_TEN_PM.minus(DAY.multipliedBy(30)), MONDAY_TEN_PM.plus(MINUTE));

    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void aPolicyWithoutSchedulesIsNeverLookedAtAgainByItself() {
    SchedulePlan plan =
        decide(new Timeline(FORTALEZA, List.of()), MONDAY_TEN_PM.minus(DAY), MONDAY_TEN_PM);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.lookAgainAt()).isEqualTo(Instant.MAX);
  }

  private static SchedulePlan decide(Timeline timeline, Instant handledUntil, Instant now) {
    return SchedulePlan.decide(timeline, RULES, free(handledUntil), now);
  }

  private static Standing free(Instant handledUntil) {
    return new Standing(handledUntil, false, Instant.MIN);
  }

  private static Timeline timeline(CronPattern pattern) {
    return new Timeline(FORTALEZA, List.of(new Timeline.Cadence("daily", pattern, Instant.EPOCH)));
  }

  private static Tick tick(Instant dueAt) {
    return new Tick("daily", dueAt);
  }
}
