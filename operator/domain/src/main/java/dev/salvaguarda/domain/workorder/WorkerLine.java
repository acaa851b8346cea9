package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of a worker's log, JSON without line breaks: exactly one of the components is set.
 *
 * @param at when the line was written
 * @param progress how far the attempt is, every 2 seconds
 * @param note something a person would want to read
 * @param copied the whole result of a copy, the last line of the log
 * @param restored the whole result of a restore, the last line of the log
 * @param maintained the whole result of a look after a repository, the last line of the log
 */
public record WorkerLine(
    Instant at,
    @Nullable Progress progress,
    @Nullable Note note,
    @Nullable CopyResult copied,
    @Nullable RestoreResult restored,
    @Nullable MaintenanceResult maintained) {

  /** A line that tells how far the attempt is. */
  public static WorkerLine of(Instant at, Progress progress) {
    return new WorkerLine(at, progress, null, null, null, null);
  }

  /** A line with something that happened. */
  public static WorkerLine of(Instant at, Note note) {
    return new WorkerLine(at, null, note, null, null, null);
  }

  /** The last line. */
  public static WorkerLine of(Instant at, Result result) {
    return switch (result) {
      case CopyResult copied -> new WorkerLine(at, null, null, copied, null, null);
      case RestoreResult restored -> new WorkerLine(at, null, null, null, restored, null);
      case MaintenanceResult maintained -> new WorkerLine(at, null, null, null, null, maintained);
    };
  }

  /** The result, whatever the work was; empty on any other line. */
  public Optional<Result> result() {
    return Stream.<@Nullable Result>of(copied, restored, maintained)
        .flatMap(Stream::ofNullable)
        .findFirst();
  }

  /**
   * How far an attempt is.
   *
   * @param target the target being copied; null before the first
   * @param targetsDone targets finished, well or not
   * @param targetsTotal targets of the attempt; 0 while unknown
   * @param percent of the bytes expected, 0 to 100; null where the size is not known beforehand
   * @param bytesRead from the source, over all targets
   * @param bytesStored new in the repository, over all targets
   * @param bytesPerSecond read, over the last seconds
   * @param etaSeconds until the end at this rate; null where percent is
   */
  public record Progress(
      @Nullable String target,
      int targetsDone,
      int targetsTotal,
      @Nullable Integer percent,
      long bytesRead,
      long bytesStored,
      long bytesPerSecond,
      @Nullable Long etaSeconds) {}

  /**
   * Something that happened.
   *
   * @param level how much it matters
   * @param message a sentence for a person
   * @param target the target it concerns; null for the whole attempt
   * @param reason machine-readable cause of a warning or an error; null for information
   */
  public record Note(
      Level level, String message, @Nullable String target, @Nullable FailureReason reason) {}

  /** How much a note matters. */
  public enum Level {
    /** For a developer; not shown in a status. */
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }
}
