package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be believed of one target's result, and whether another attempt can change it. */
final class TargetVerdict {
  private TargetVerdict() {}

  static boolean isToRepeat(TargetResult target) {
    return switch (target.outcome()) {
      case SUCCEEDED -> false;
      case CANCELLED -> true;
      case DEGRADED, FAILED -> Retry.helps(target.failure());
    };
  }

  static boolean hasSnapshot(@Nullable TargetResult target) {
    return target != null && target.snapshotId() != null;
  }

  /** What is left of it where these snapshots are in the repository and no others. */
  static TargetResult heldBy(TargetResult target, Set<String> ids) {
    return target.snapshotId() == null || ids.contains(target.snapshotId())
        ? target
        : ended(
            target,
            Outcome.FAILED,
            null,
            new Failure(
                FailureReason.REPOSITORY_CORRUPT,
                "The worker wrote snapshot %s of %s, but the repository does not hold it."
                    .formatted(target.snapshotId(), target.name())));
  }

  /** What is left of it where nobody but the worker says that its snapshot is there. */
  static TargetResult unconfirmed(TargetResult target, Failure silence) {
    return target.outcome() == Outcome.SUCCEEDED
        ? ended(target, Outcome.DEGRADED, target.snapshotId(), silence)
        : target;
  }

  private static TargetResult ended(
      TargetResult target, Outcome outcome, @Nullable String snapshotId, Failure failure) {
    return new TargetResult(
        target.name(),
        outcome,
        snapshotId == null ? null : target.consistency(),
        snapshotId,
        snapshotId == null ? null : target.sizeBytes(),
        target.bytesRead(),
        target.bytesStored(),
        snapshotId == null ? null : target.sha256(),
        failure);
  }
}
