package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to copy. Written whole as the last log line and, with as many targets
 * as fit into 4,096 bytes, as the container's termination message.
 *
 * @param version of this format
 * @param outcome the summary over all targets
 * @param failure why the attempt as a whole ended early or fell short; null when it did not
 * @param capturedAt start of the capture: what changed later may be missing; null if none began
 * @param bytesRead from the source, over all targets
 * @param bytesStored new in the repository, over all targets
 * @param peakMemoryBytes largest resident size of the worker; 0 if unknown
 * @param targets what became of each, in the order of work
 * @param targetsOmitted how many more targets the whole result in the log has
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
    int targetsOmitted)
    implements Result {

  /** The version that this code writes and reads. */
  public static final int VERSION = 1;

  public CopyResult {
    targets = List.copyOf(targets);
  }

  /** How an attempt, or a target of it, ended. */
  public enum Outcome {
    /** Every byte is in the repository and its snapshot was read back. */
    SUCCEEDED,
    /**
     * A snapshot exists and restores, but something is missing, suspicious or weaker than asked.
     */
    DEGRADED,
    /** There is no snapshot. */
    FAILED,
    /** Stopped on request before it was complete. */
    CANCELLED
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
      long bytesRead,
      long bytesStored,
      @Nullable String sha256,
      @Nullable Failure failure) {}
}
