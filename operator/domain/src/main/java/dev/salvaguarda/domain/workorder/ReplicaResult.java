package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What became of a further repository in an attempt.
 *
 * @param repository name of the BackupRepository
 * @param outcome {@code SUCCEEDED} if it has all that it should get, else {@code DEGRADED}
 * @param copied snapshots that it got in this attempt
 * @param lacking snapshots of the policy that it should get and has not; null if nobody could look
 * @param bytesStored new in it
 * @param failure why it lags; null if it does not
 */
public record ReplicaResult(
    String repository,
    Outcome outcome,
    int copied,
    @Nullable Integer lacking,
    long bytesStored,
    @Nullable Failure failure) {

  /** One that could not be looked at. */
  public static ReplicaResult unseen(String repository, Failure failure) {
    return new ReplicaResult(repository, Outcome.DEGRADED, 0, null, 0, failure);
  }

  /** The same, if it turns out that it does not have what it was said to have. */
  public ReplicaResult doubted(Failure why) {
    return new ReplicaResult(repository, Outcome.DEGRADED, copied, lacking, bytesStored, why);
  }

  ReplicaResult withSentence(int limit) {
    return new ReplicaResult(
        repository, outcome, copied, lacking, bytesStored, Parts.shortened(failure, limit));
  }
}
