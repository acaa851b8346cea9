package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to copy.
 *
 * @param version of this format
 * @param outcome the summary over all targets and replicas
 * @param failure why the attempt as a whole ended early or fell short; null when it did not
 * @param capturedAt start of the capture: what changed later may be missing; null if none began
 * @param bytesRead from the source, over all targets
 * @param bytesStored new in the repository, over all targets
 * @param peakMemoryBytes largest resident size of the worker; 0 if unknown
 * @param targets what became of each, in the order of work
 * @param targetsOmitted how many more targets the whole result in the log has
 * @param replicas what became of each further repository; null means that there is none
 */
public record CopyResult(
    int version,
    Outcome outcome,
    @Nullable Failure failure,
    @Nullable Instant capturedAt,
    long bytesRead,
    long bytesStored,
    long peakMemoryBytes,
    List<TargetResult> targets,
    int targetsOmitted,
    List<ReplicaResult> replicas)
    implements Result {

  public CopyResult {
    targets = List.copyOf(targets);
    // Workers of older versions don't know of any.
    replicas = replicas == null ? List.of() : List.copyOf(replicas);
  }

  /** Whether all that was asked for is in the first repository, whatever the replicas lack. */
  public boolean hasAllTargets() {
    boolean behind = replicas.stream().anyMatch(one -> one.outcome() != Outcome.SUCCEEDED);
    return outcome == Outcome.SUCCEEDED
        || (behind
            && !targets.isEmpty()
            && targets.stream().allMatch(one -> one.outcome() == Outcome.SUCCEEDED));
  }

  @Override
  public List<Failure> failures() {
    return Stream.concat(
            Parts.failures(failure, targets, TargetResult::failure).stream(),
            replicas.stream().flatMap(replica -> Stream.ofNullable(replica.failure())))
        .toList();
  }

  @Override
  public int parts() {
    return targets.size();
  }

  @Override
  public CopyResult withParts(int kept) {
    List<TargetResult> worst =
        Parts.worst(targets, kept, Comparator.comparingInt(target -> target.outcome().severity()));
    return with(failure, worst, targetsOmitted + targets.size() - worst.size(), replicas);
  }

  @Override
  public CopyResult withSentences(int limit) {
    return with(
        Parts.shortened(failure, limit),
        targets.stream().map(target -> target.withSentence(limit)).toList(),
        targetsOmitted,
        replicas.stream().map(replica -> replica.withSentence(limit)).toList());
  }

  /**
   * The same where somebody knows better than the worker why it failed.
   *
   * @param vague reasons that are replaced
   * @param cause takes their place
   */
  public CopyResult explained(Set<FailureReason> vague, Failure cause) {
    UnaryOperator<@Nullable Failure> explain =
        told -> told != null && vague.contains(told.reason()) ? cause : told;
    return with(
        explain.apply(failure),
        targets.stream().map(target -> target.with(explain.apply(target.failure()))).toList(),
        targetsOmitted,
        replicas);
  }

  private CopyResult with(
      @Nullable Failure why, List<TargetResult> kept, int omitted, List<ReplicaResult> further) {
    return new CopyResult(
        version,
        outcome,
        why,
        capturedAt,
        bytesRead,
        bytesStored,
        peakMemoryBytes,
        kept,
        omitted,
        further);
  }

  /** The state that a copy represents after a restore. */
  public enum Consistency {
    /** As if the power had failed while files were being written. */
    CRASH,
    /** File systems were frozen. */
    FILE_SYSTEM,
    /** One consistent state of the application's data. */
    APPLICATION
  }

  /**
   * What became of one target.
   *
   * @param name of the database, of {@code globals}, or of the file tree
   * @param outcome how it ended
   * @param consistency achieved; null without a snapshot
   * @param snapshotId of the snapshot that was written and read back, 64 hex digits; null without
   * @param sizeBytes of the copy's content, whether it was read or known to be unchanged; null
   *     without a snapshot, and where a worker of an older version did not say it
   * @param bytesRead from the source
   * @param bytesStored new in the repository for this target
   * @param sha256 of the dump's bytes, 64 hex digits; null for file trees and without a snapshot
   * @param failure why it failed or fell short; null when it did not
   */
  public record TargetResult(
      String name,
      Outcome outcome,
      @Nullable Consistency consistency,
      @Nullable String snapshotId,
      @Nullable Long sizeBytes,
      long bytesRead,
      long bytesStored,
      @Nullable String sha256,
      @Nullable Failure failure) {
    /** One whose size nobody knows. */
    public TargetResult(
        String name,
        Outcome outcome,
        @Nullable Consistency consistency,
        @Nullable String snapshotId,
        long bytesRead,
        long bytesStored,
        @Nullable String sha256,
        @Nullable Failure failure) {
      this(name, outcome, consistency, snapshotId, null, bytesRead, bytesStored, sha256, failure);
    }

    TargetResult withSentence(int limit) {
      return with(Parts.shortened(failure, limit));
    }

    private TargetResult with(@Nullable Failure why) {
      return new TargetResult(
          name, outcome, consistency, snapshotId, sizeBytes, bytesRead, bytesStored, sha256, why);
    }
  }
}
