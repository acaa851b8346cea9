package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/** What became of a {@link Task}, as the worker says itself. */
public sealed interface Result permits CopyResult {
  /** Of the format. */
  int version();

  /** Why the work as a whole ended early or fell short; null when it did not. */
  @Nullable Failure failure();

  /** Largest resident size of the worker; 0 if unknown. */
  long peakMemoryBytes();
}
