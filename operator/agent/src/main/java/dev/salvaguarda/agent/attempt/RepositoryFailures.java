package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;

/** Says what a failed repository means to a run or a probe. */
public final class RepositoryFailures {
  private RepositoryFailures() {}

  /** The failure with the exception's own sentence, which was written for a person. */
  public static Failure of(RepositoryException e) {
    return new Failure(reason(e.reason()), e.sentence());
  }

  static FailureReason reason(Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> FailureReason.REPOSITORY_UNREACHABLE;
      case ACCESS_DENIED -> FailureReason.REPOSITORY_ACCESS_DENIED;
      case TLS_NOT_TRUSTED -> FailureReason.REPOSITORY_TLS_NOT_TRUSTED;
      case CLOCK_SKEW -> FailureReason.REPOSITORY_CLOCK_SKEW;
      case OUT_OF_SPACE -> FailureReason.REPOSITORY_OUT_OF_SPACE;
      case NO_BUCKET, NO_REPOSITORY -> FailureReason.REPOSITORY_MISSING;
      case WRONG_PASSWORD -> FailureReason.REPOSITORY_WRONG_PASSWORD;
      case LOCKED, LOCK_LOST, ALREADY_EXISTS -> FailureReason.REPOSITORY_LOCKED;
      case OBJECT_MISSING, CORRUPT -> FailureReason.REPOSITORY_CORRUPT;
      case UNSUPPORTED -> FailureReason.REPOSITORY_UNSUPPORTED;
      case CANCELLED -> FailureReason.CANCELLED;
      case INVALID_REQUEST -> FailureReason.REPOSITORY_REQUEST_REFUSED;
      case SCRATCH -> FailureReason.SCRATCH_FAILED;
      case UNEXPECTED -> FailureReason.INTERNAL;
    };
  }
}
