package dev.salvaguarda.controller.policy;

import dev.salvaguarda.controller.policy.PolicySchedules.Problem;
import dev.salvaguarda.controller.window.OpenWindows;
import dev.salvaguarda.controller.window.OpenWindows.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a policy now.
 *
 * @param runs about its runs
 * @param prune names of finished runs to delete
 * @param tests about its tests; null if it asks for none
 * @param hold what keeps its runs from being started; null if nothing does
 * @param gap what kept the runs of due times from starting that are recorded as missed; null if
 *     none are
 */
record PolicyDecision(
    CadencePlan runs,
    List<String> prune,
    @Nullable TestPlan tests,
    @Nullable Hold hold,
    @Nullable MissedWords gap) {

  static PolicyDecision decide(PolicySeen seen, OpenWindows windows, Instant now) {
    String component = seen.spec().component();
    Optional<Hold> hold = windows.holding(component, now);
    PolicySchedules schedules = PolicySchedules.of(seen.spec(), seen.identity().uid());
    CadencePlan runs =
        CadencePlan.decide(
            seen,
            schedules,
            seen.spec().schedules(),
            new CadencePlan.Past(
                seen.status().schedules(),
                seen.status().lastScheduledTime(),
                seen.runs().handledUntil(seen.identity().uid(), now),
                seen.runs().hasPending(),
                seen.runs().lastStart(),
                hold.map(Hold::until).orElse(null)),
            now);
    List<String> prune =
        seen.runs().beyond(HistoryLimits.of(seen.spec()), now).stream()
            .map(PolicyRun::name)
            .toList();
    return new PolicyDecision(
        runs,
        prune,
        TestPlan.decide(seen, schedules, now).orElse(null),
        hold.orElse(null),
        runs.plan()
            .missed()
            .map(
                gap -> MissedWords.of(gap, tick -> windows.holding(component, runs.startsAt(tick))))
            .orElse(null));
  }

  /** What only the operator could find wrong in the specification. */
  List<Problem> problems() {
    return Stream.concat(
            runs.schedules().problems().stream(),
            Stream.ofNullable(tests)
                .flatMap(plan -> plan.cadence().schedules().problems().stream()))
        .toList();
  }
}
