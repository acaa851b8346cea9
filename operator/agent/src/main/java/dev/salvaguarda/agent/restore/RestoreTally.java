package dev.salvaguarda.agent.restore;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.domain.workorder.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what becomes of targets and checks; can be asked at any moment, from any thread. */
final class RestoreTally {
  static final Failure STOPPED = GuardedWork.stopped("restore");

  private final List<Wanted> wanted;
  private final Map<String, TargetResult> results = new LinkedHashMap<>();
  private final Map<String, String> leftOver = new HashMap<>();
  private @Nullable Failure end;

  RestoreTally(List<Wanted> wanted) {
    this.wanted = wanted;
  }

  synchronized void add(TargetResult result) {
    results.put(result.name(), result);
  }

  /** Something of a target stays on a host, whatever becomes of the target. */
  synchronized void leave(String target, String sentence) {
    leftOver.merge(target, sentence, (one, other) -> one + " " + other);
  }

  /** Nothing more will come: what is not finished ends with this failure. */
  synchronized void endAll(Failure failure) {
    end = failure;
  }

  /** What is not finished counts as cancelled unless something else is known. */
  synchronized RestoreResult result(
      List<RestoreResult.StepTime> steps, List<CheckResult> checks, long peakMemoryBytes) {
    List<TargetResult> targets = new ArrayList<>();
    for (Wanted one : wanted) {
      TargetResult known = results.get(one.target());
      targets.add(
          (known == null ? unfinished(one.target()) : known).leaving(leftOver.get(one.target())));
    }
    return new RestoreResult(
        Result.VERSION,
        outcome(targets, checks),
        summary(targets, checks),
        steps,
        targets,
        0,
        checks,
        0,
        peakMemoryBytes);
  }

  private TargetResult unfinished(String target) {
    return failed(target, end == null ? STOPPED : end);
  }

  /** A target of which nothing came back. */
  static TargetResult failed(String target, Failure why) {
    Outcome outcome = why.reason() == FailureReason.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED;
    return new TargetResult(target, outcome, null, 0, null, null, why);
  }

  private Outcome outcome(List<TargetResult> targets, List<CheckResult> checks) {
    boolean cancelled = end != null && end.reason() == FailureReason.CANCELLED;
    if (cancelled || targets.stream().anyMatch(t -> t.outcome() == Outcome.CANCELLED)) {
      return Outcome.CANCELLED;
    }
    if (end == null
        && targets.stream().allMatch(t -> t.outcome() == Outcome.SUCCEEDED)
        && checks.stream().allMatch(CheckResult::passed)) {
      return Outcome.SUCCEEDED;
    }
    return targets.stream().allMatch(t -> t.outcome() == Outcome.FAILED)
        ? Outcome.FAILED
        : Outcome.DEGRADED;
  }

  /** What ended the attempt, else the first target that fell short, else the first check. */
  private @Nullable Failure summary(List<TargetResult> targets, List<CheckResult> checks) {
    if (end != null) {
      return end;
    }
    List<TargetResult> fallen =
        targets.stream()
            .filter(target -> target.failure() != null)
            .sorted((a, b) -> a.outcome().compareTo(b.outcome()))
            .toList();
    if (!fallen.isEmpty()) {
      TargetResult first = fallen.getLast();
      Failure failure = Objects.requireNonNull(first.failure());
      String more =
          fallen.size() == 1
              ? ""
              : " %d more of %d targets fell short.".formatted(fallen.size() - 1, targets.size());
      return new Failure(
          failure.reason(), "%s: %s%s".formatted(first.name(), failure.message(), more));
    }
    return checks.stream()
        .filter(check -> !check.passed())
        .findFirst()
        .map(check ->
            new Failure(
                FailureReason.CHECK_NOT_PASSED,
                "The check %s did not pass: %s".formatted(check.name(), check.message())))
        .orElse(null);
  }
}
