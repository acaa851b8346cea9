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

  private PreviousCopies() {}

  /**
   * The newest snapshot of each target that no guard doubted, by the target's name.
   *
   * @param runs of the namespace, of whichever policy
   */
  static Map<String, String> of(BackupRun run, List<BackupRun> runs) {
    String policy = run.getSpec().policyRef().name();
    Map<String, String> newest = new HashMap<>();
    runs.stream()
        .filter(other -> other.getSpec().policyRef().name().equals(policy))
        .filter(other -> other.getStatus() != null && other.getStatus().capturedAt() != null)
        .sorted(Comparator.comparing(PreviousCopies::capturedAt))
        .flatMap(other -> other.getStatus().targets().stream())
        .filter(target -> target.snapshotId() != null && !isDoubted(target))
        .forEach(target -> newest.put(target.name(), target.snapshotId()));
    return newest;
  }

  private static boolean isDoubted(TargetStatus target) {
    return target.reason() != null && DOUBTED.contains(target.reason());
  }

  private static Instant capturedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().capturedAt());
  }
}
