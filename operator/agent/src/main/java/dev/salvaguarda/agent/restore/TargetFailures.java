package dev.salvaguarda.agent.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;

/**
 * Says what a failed connection means where the server is no source: the same adapters read from
 * servers that are copied and write to those that take a restore.
 */
final class TargetFailures {
  private TargetFailures() {}

  static Failure of(Failure failure) {
    FailureReason reason =
        switch (failure.reason()) {
          case SOURCE_UNREACHABLE -> FailureReason.TARGET_UNREACHABLE;
          case SOURCE_ACCESS_DENIED -> FailureReason.TARGET_ACCESS_DENIED;
          case SOURCE_TLS_NOT_TRUSTED -> FailureReason.TARGET_TLS_NOT_TRUSTED;
          case SOURCE_TOOL_MISSING -> FailureReason.TARGET_TOOL_MISSING;
          default -> failure.reason();
        };
    return new Failure(reason, failure.message());
  }
}
