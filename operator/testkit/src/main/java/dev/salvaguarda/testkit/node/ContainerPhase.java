package dev.salvaguarda.testkit.node;

import java.time.Instant;

/** Where a container is in its life. */
sealed interface ContainerPhase {
  /** Not started yet. */
  record Waiting(String reason, String message) implements ContainerPhase {}

  /** Its process lives. */
  record Running(Instant startedAt) implements ContainerPhase {}

  /** Its process ended. */
  record Terminated(
      int exitCode, String reason, String message, Instant startedAt, Instant finishedAt)
      implements ContainerPhase {}

  /** The state before anything happened. */
  static ContainerPhase creating() {
    return new Waiting("ContainerCreating", "");
  }
}
