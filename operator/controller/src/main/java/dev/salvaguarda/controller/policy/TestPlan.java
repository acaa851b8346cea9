package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.VerificationSpec;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be done about the tests of a policy now.
 *
 * @param asked what the policy asks for
 * @param hasCopy whether there is anything to test; without it, what comes due is recorded and no
 *     test is made
 * @param prune names of finished tests to delete
 */
record TestPlan(VerificationSpec asked, CadencePlan cadence, boolean hasCopy, List<String> prune) {
  private static final String NO_COPY = "there was no copy yet that it could have restored";

  /** Empty if the policy asks for no tests. */
  static Optional<TestPlan> decide(PolicySeen seen, PolicySchedules schedules, Instant now) {
    VerificationSpec asked = seen.spec().verification();
    if (asked == null || asked.schedule() == null) {
      return Optional.empty();
    }
    Optional<VerificationStatus> before = Optional.ofNullable(seen.status().verification());
    CadencePlan.Past past =
        new CadencePlan.Past(
            before.map(VerificationStatus::schedule).stream().toList(),
            before
                .map(VerificationStatus::schedule)
                .map(schedule -> schedule.lastScheduledTime())
                .orElse(null),
            seen.tests().handledUntil(now),
            seen.tests().active().isPresent(),
            seen.tests().lastStart(),
            null);
    CadencePlan cadence =
        CadencePlan.decide(
            seen,
            schedules.ofTests(seen.spec()),
            PolicySchedules.testSchedule(seen.spec()),
            past,
            now);
    List<String> prune =
        seen.tests().beyond(HistoryLimits.of(seen.spec()), asked.asksForSignature()).stream()
            .map(PolicyTest::name)
            .toList();
    return Optional.of(new TestPlan(asked, cadence, seen.hasCopy(), prune));
  }

  /** Starts and catch-ups whose tests are to be made. */
  List<Action> make() {
    return hasCopy
        ? cadence.plan().actions().stream()
            .filter(action -> !(action instanceof Action.RecordMissed))
            .toList()
        : List.of();
  }

  /** Due times that get no test, oldest first. */
  List<Missing> missing() {
    return cadence.plan().actions().stream().flatMap(this::missing).toList();
  }

  private Stream<Missing> missing(Action action) {
    return switch (action) {
      case Action.RecordMissed(Gap gap) ->
          Stream.of(
              new Missing(
                  gap.count(), gap.first().dueAt(), gap.last().dueAt(), gap.why().words(), false));
      case Action.Start(Tick tick) ->
          hasCopy
              ? Stream.empty()
              : Stream.of(new Missing(1, tick.dueAt(), tick.dueAt(), NO_COPY, true));
      case Action.CatchUp _ -> Stream.empty();
    };
  }

  /**
   * Consecutive due times without a test.
   *
   * @param why the end of a sentence, without a full stop
   * @param harmless whether there was nothing to test, so that nobody failed
   */
  record Missing(int count, Instant first, Instant last, String why, boolean harmless) {}
}
