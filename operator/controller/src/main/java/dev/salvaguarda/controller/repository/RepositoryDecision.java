package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do about a BackupRepository now. */
sealed interface RepositoryDecision {
  /**
   * Between two looks at an object that can't be used. Only the Secrets that it names are read
   * then, which needs no right to list or watch Secrets, and shows a mended one within seconds.
   */
  Duration LOOK = Duration.ofSeconds(10);

  /** Longest time between two probes of an object that can't be used. */
  Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

  /**
   * Shortest time from one probe to the next that a new copy or a pass of maintenance calls for:
   * what the status says of snapshots and size follows them, without a probe for each.
   */
  Duration AFTER_CHANGE = Duration.ofSeconds(30);

  /** When to reconcile again if nothing happens before. */
  Duration lookAgainAfter();

  /** Something that the spec names can't be had, so there is nothing to probe with. */
  record ReportIncomplete(ConditionReason reason, String message, Duration lookAgainAfter)
      implements RepositoryDecision {}

  /** Probe; its end calls for a reconciliation. */
  record StartProbe(ProbeRequest request, String version, Duration lookAgainAfter)
      implements RepositoryDecision {}

  /** A probe is under way. */
  record AwaitProbe(Duration lookAgainAfter) implements RepositoryDecision {}

  /**
   * The newest probe's outcome still holds.
   *
   * @param count whom to log in as to count the repository's size; empty if that is not due
   */
  record Report(
      ProbeOutcome outcome, Instant at, Optional<ArchiveLogin> count, Duration lookAgainAfter)
      implements RepositoryDecision {}

  /**
   * Decides.
   *
   * @param notReadySince when the object stopped being Ready; {@code now} if it is or was never
   */
  static RepositoryDecision decide(RepositorySeen seen, Instant notReadySince, Instant now) {
    return switch (seen.inputs()) {
      case RepositorySeen.Inputs.Incomplete(ConditionReason reason, String message) ->
          new ReportIncomplete(reason, message, LOOK);
      case RepositorySeen.Inputs.Complete(ProbeRequest request, String version) ->
          decide(seen, new StartProbe(request, version, LOOK), notReadySince, now);
    };
  }

  private static RepositoryDecision decide(
      RepositorySeen seen, StartProbe start, Instant notReadySince, Instant now) {
    if (seen.probe().isEmpty()) {
      return start;
    }
    ProbeState probe = seen.probe().get();
    if (probe.outcome().isEmpty()) {
      return new AwaitProbe(LOOK);
    }
    if (!probe.inputs().equals(start.version())) {
      return start;
    }
    ProbeState.Ended ended = probe.outcome().get();
    boolean usable = ended.outcome() instanceof ProbeOutcome.Usable;
    Duration interval =
        usable
            ? untilNext(seen, ended.at())
            : backOff(seen.probeInterval(), notReadySince, ended.at());
    Duration left = Duration.between(now, ended.at().plus(interval));
    if (seen.called().filter(call -> call.isAfter(ended.at())).isPresent()) {
      Duration soon = Duration.between(now, ended.at().plus(LOOK));
      left = soon.compareTo(left) < 0 ? soon : left;
    }
    if (!left.isPositive()) {
      return start;
    }
    Instant countAt = usable ? seen.size().dueAt(seen.lastChange()) : Instant.MAX;
    boolean counts = !countAt.isAfter(now);
    Instant next = now.plus(usable || left.compareTo(LOOK) < 0 ? left : LOOK);
    Duration look = Duration.between(now, !counts && countAt.isBefore(next) ? countAt : next);
    Optional<ArchiveLogin> count = Optional.of(start.request().login()).filter(_ -> counts);
    return new Report(ended.outcome(), ended.at(), count, look);
  }

  private static Duration untilNext(RepositorySeen seen, Instant ended) {
    boolean changed = seen.lastChange().filter(change -> change.isAfter(ended)).isPresent();
    return changed && AFTER_CHANGE.compareTo(seen.probeInterval()) < 0
        ? AFTER_CHANGE
        : seen.probeInterval();
  }

  /** A quarter of the time for which it has not been usable, so that it grows by itself. */
  private static Duration backOff(Duration probeInterval, Instant notReadySince, Instant ended) {
    Duration longest =
        probeInterval.compareTo(LONGEST_BACK_OFF) < 0 ? probeInterval : LONGEST_BACK_OFF;
    Duration quarter = Duration.between(notReadySince, ended).dividedBy(4);
    Duration atLeast = quarter.compareTo(LOOK) < 0 ? LOOK : quarter;
    return atLeast.compareTo(longest) < 0 ? atLeast : longest;
  }
}
