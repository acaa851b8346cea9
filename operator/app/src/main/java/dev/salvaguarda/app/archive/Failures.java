package dev.salvaguarda.app.archive;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;

/** The engine's failures in the words of the operator. */
final class Failures {
  private Failures() {}

  static Failure of(RepositoryException e) {
    return new Failure(reason(e.reason()), e.sentence());
  }

  private static FailureReason reason(Reason reason) {
    return switch (reason) {
      case UNREACHABLE, CANCELLED -> FailureReason.REPOSITORY_UNREACHABLE;
      case ACCESS_DENIED -> FailureReason.REPOSITORY_ACCESS_DENIED;
      case TLS_NOT_TRUSTED -> FailureReason.REPOSITORY_TLS_NOT_TRUSTED;
      case CLOCK_SKEW -> FailureReason.REPOSITORY_CLOCK_SKEW;
      case OUT_OF_SPACE -> FailureReason.REPOSITORY_OUT_OF_SPACE;
      case NO_BUCKET, NO_REPOSITORY -> FailureReason.REPOSITORY_MISSING;
      case WRONG_PASSWORD -> FailureReason.REPOSITORY_WRONG_PASSWORD;
      case LOCKED, LOCK_LOST, ALREADY_EXISTS -> FailureReason.REPOSITORY_LOCKED;
      case OBJECT_MISSING, CORRUPT -> FailureReason.REPOSITORY_CORRUPT;
      case UNSUPPORTED -> FailureReason.REPOSITORY_UNSUPPORTED;
      case INVALID_REQUEST, SCRATCH -> FailureReason.INTERNAL;
    };
  }
}
