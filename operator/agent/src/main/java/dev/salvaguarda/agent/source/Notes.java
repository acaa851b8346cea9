package dev.salvaguarda.agent.source;

import dev.salvaguarda.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a person would want to read in the log. Messages are sentences without line breaks and
 * without secrets.
 */
public interface Notes {
  /** Where in the code a failure came from that is not ours, for a developer. */
  void trace(@Nullable String target, Failure failure);

  /** Something that went as it should. {@code target} is null for the whole attempt. */
  void info(@Nullable String target, String message);

  /** Something that is short of what was asked, but does not stop the target. */
  void warning(@Nullable String target, Failure failure);

  /** Something that stopped the target, or the attempt where {@code target} is null. */
  void error(@Nullable String target, Failure failure);
}
