package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Task}, as the worker says itself. Written whole as the last line of its
 * log and, with as many parts as fit into 4,096 bytes, as the container's termination message.
 */
public sealed interface Result permits CopyResult, MaintenanceResult, RestoreResult {
  /** The version of results that this code writes and reads. */
  int VERSION = 1;

  /** Of the format. */
  int version();

  /** The summary over all parts. */
  Outcome outcome();

  /** Why the work as a whole ended early or fell short; null when it did not. */
  @Nullable Failure failure();

  /** Largest resident size of the worker; 0 if unknown. */
  long peakMemoryBytes();

  /** Everything that is known to have gone wrong, the summary included. */
  List<Failure> failures();

  /** How many parts it lists, such as targets. */
  int parts();

  /** The same with this many of its parts, those that went wrong first, and a count of the rest. */
  Result withParts(int kept);

  /** The same with no sentence longer than this, cut in the middle. */
  Result withSentences(int limit);
}
