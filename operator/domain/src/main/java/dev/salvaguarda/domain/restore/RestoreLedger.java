package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.StepTime;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known about each target and check of a restore, over all its attempts. An attempt that
 * follows another one restores only the targets that are worth another try, and asks only their
 * checks.
 *
 * @param targets what became of each that an attempt told of
 * @param checks what each answered that was asked
 * @param steps what took how long, over all attempts
 * @param peakMemoryBytes largest resident size of a worker; 0 if unknown
 */
public record RestoreLedger(
    List<TargetResult> targets,
    List<CheckResult> checks,
    List<StepTime> steps,
    long peakMemoryBytes) {

  public RestoreLedger {
    targets = List.copyOf(targets);
    checks = List.copyOf(checks);
    steps = List.copyOf(steps);
  }

  /** Nothing is known. */
  public static RestoreLedger empty() {
    return new RestoreLedger(List.of(), List.of(), List.of(), 0);
  }

  /** What is known once this result of a later attempt is counted in. */
  public RestoreLedger with(RestoreResult result) {
    Map<String, TargetResult> merged = new LinkedHashMap<>();
    targets.forEach(target -> merged.put(target.name(), target));
    result.targets().forEach(target -> merged.put(target.name(), target));
    Map<String, CheckResult> asked = new LinkedHashMap<>();
    checks.forEach(check -> asked.put(check.name(), check));
    result.checks().forEach(check -> asked.put(check.name(), check));
    return new RestoreLedger(
        List.copyOf(merged.values()),
        List.copyOf(asked.values()),
        added(steps, result.steps()),
        Math.max(peakMemoryBytes, result.peakMemoryBytes()));
  }

  private static List<StepTime> added(List<StepTime> older, List<StepTime> newer) {
    Map<Step, StepTime> sum = new EnumMap<>(Step.class);
    Stream.concat(older.stream(), newer.stream())
        .forEach(time ->
            sum.merge(
                time.step(),
                time,
                (one, other) ->
                    new StepTime(one.step(), one.startedAt(), one.millis() + other.millis())));
    List<StepTime> steps = new ArrayList<>(sum.values());
    steps.sort(Comparator.comparing(StepTime::startedAt));
    return steps;
  }

  /** What an attempt told of this target, if one did. */
  public Optional<TargetResult> of(Part part) {
    return targets.stream().filter(target -> target.name().equals(part.target())).findFirst();
  }

  /**
   * The parts that the next attempt restores: all of which nothing good is known. What was thrown
   * away before its checks were asked is restored once more.
   */
  public List<Part> toRestore(RestorePlan plan, Into into, List<WantedCheck> wanted) {
    return plan.parts().stream()
        .filter(part -> !isBack(part) || (into.isThrownAway() && !unasked(part, wanted).isEmpty()))
        .toList();
  }

  /** Whether another attempt can bring more than there is after one that failed like this. */
  boolean retryHelps(RestorePlan plan, Into into, List<WantedCheck> wanted, Failure failure) {
    return toRestore(plan, into, wanted).stream()
        .anyMatch(part -> {
          // One that was only stopped has no failure of its own: that of the attempt counts.
          Optional<Failure> why =
              of(part)
                  .filter(target -> target.outcome() != Outcome.CANCELLED)
                  .map(TargetResult::failure);
          return Retry.helps(why.orElse(failure));
        });
  }

  private List<WantedCheck> unasked(Part part, List<WantedCheck> wanted) {
    return wanted.stream()
        .filter(check -> check.target().equals(part.target()))
        .filter(check -> checks.stream().noneMatch(asked -> asked.name().equals(check.name())))
        .toList();
  }

  /** Whether anything came back. */
  boolean hasAny() {
    return targets.stream()
        .anyMatch(target ->
            target.outcome() == Outcome.SUCCEEDED || target.outcome() == Outcome.DEGRADED);
  }

  /** What falls short of everything being back, proven and checked; empty if nothing does. */
  Optional<Failure> shortfall(RestorePlan plan, Into into, List<WantedCheck> wanted) {
    return Stream.concat(
            plan.parts().stream().map(part -> shortfall(part, into)),
            wanted.stream().map(check -> shortfall(check.name())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Failure> shortfall(Part part, Into into) {
    Optional<TargetResult> known = of(part);
    if (known.isEmpty()) {
      return Optional.of(notProven("No worker told what became of %s.".formatted(part.target())));
    }
    TargetResult target = known.get();
    if (target.outcome() != Outcome.SUCCEEDED) {
      return Optional.of(failureOf(target));
    }
    boolean proven = target.rung() != null && target.rung().compareTo(part.wanted(into)) >= 0;
    boolean same = part.sha256() == null || Boolean.TRUE.equals(target.sha256Matches());
    if (proven && same) {
      return Optional.empty();
    }
    return Optional.of(
        notProven(
            proven
                ? "The worker did not compare %s with the SHA-256 of its run."
                    .formatted(target.name())
                : "%s is proven to %s, and %s is wanted."
                    .formatted(
                        target.name(),
                        target.rung() == null ? "no rung" : target.rung(),
                        part.wanted(into))));
  }

  private Optional<Failure> shortfall(String check) {
    Optional<CheckResult> asked = checks.stream().filter(c -> c.name().equals(check)).findFirst();
    if (asked.isPresent() && asked.get().passed()) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            FailureReason.CHECK_NOT_PASSED,
            asked
                .map(found -> "The check %s did not pass: %s".formatted(check, found.message()))
                .orElse("The check %s was not asked.".formatted(check))));
  }

  private boolean isBack(Part part) {
    return of(part).filter(target -> target.outcome() == Outcome.SUCCEEDED).isPresent();
  }

  private static Failure failureOf(TargetResult target) {
    @Nullable Failure why = target.failure();
    return why == null
        ? notProven("The worker gave no reason why %s is not whole.".formatted(target.name()))
        : why;
  }

  private static Failure notProven(String message) {
    return new Failure(FailureReason.NOT_PROVEN, message);
  }
}
