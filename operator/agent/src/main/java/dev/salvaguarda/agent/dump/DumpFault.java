package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;

/**
 * What the messages of a dump program that failed mean.
 *
 * @param reason class of the failure
 * @param scope whether the source's other targets can still be tried
 */
public record DumpFault(FailureReason reason, SourceException.Scope scope) {
  /** A failure of which nothing is known but that it happened. */
  public static final DumpFault UNKNOWN = ofTarget(FailureReason.DUMP_FAILED);

  static DumpFault ofTarget(FailureReason reason) {
    return new DumpFault(reason, SourceException.Scope.TARGET);
  }

  static DumpFault ofSource(FailureReason reason) {
    return new DumpFault(reason, SourceException.Scope.SOURCE);
  }

  SourceException toException(String message) {
    return switch (scope) {
      case TARGET -> SourceException.ofTarget(reason, message);
      case SOURCE -> SourceException.ofSource(reason, message);
    };
  }
}
