package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What earlier runs of a policy left in the repository, as their status has it. */
final class PreviousCopies {
  /** Were these the measure, a source that lost its rows would be suspicious for one run only. */
  private static final Set<String> DOUBTED =
      Set.of(FailureReason.GUARD_MIN_SIZE.wireName(), FailureReason.GUARD_MAX_SHRINK.wireName());

  /** After these ends a worker had no time to finish what it was writing. */
  private static final Set<String> ABRUPT =
      Set.of(
          FailureReason.WORKER_LOST.wireName(),
          FailureReason.WORKER_OUT_OF_MEMORY.wireName(),
          FailureReason.DEADLINE_EXCEEDED.wireName(),
          FailureReason.CANCELLED.wireName(),
          FailureReason.INTERNAL.wireName());

  private PreviousCopies() {}

  /**
   * The newest snapshot of each target that no guard doubted, by the target's name.
   *
   * @param runs all of one policy
   */
  static Map<String, String> of(List<BackupRun> runs) {
    Map<String, String> newest = new HashMap<>();
    runs.stream()
        .filter(other -> other.getStatus() != null && other.getStatus().capturedAt() != null)
        .sorted(Comparator.comparing(PreviousCopies::capturedAt))
        .flatMap(other -> other.getStatus().targets().stream())
        .filter(target -> target.snapshotId() != null && !isDoubted(target))
        .forEach(target -> newest.put(target.name(), target.snapshotId()));
    return newest;
  }

  /** Whether the run before this one ended so abruptly that it may have left packs behind. */
  static boolean mayHaveLeftOrphans(List<BackupRun> runs) {
    return runs.stream()
        .filter(other -> other.getStatus() != null && other.getStatus().completionTime() != null)
        .max(Comparator.comparing(other -> completedAt(other)))
        .map(newest -> newest.getStatus().reason())
        .filter(ABRUPT::contains)
        .isPresent();
  }

  private static boolean isDoubted(TargetStatus target) {
    return target.reason() != null && DOUBTED.contains(target.reason());
  }

  private static Instant completedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().completionTime());
  }

  private static Instant capturedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().capturedAt());
  }
}
