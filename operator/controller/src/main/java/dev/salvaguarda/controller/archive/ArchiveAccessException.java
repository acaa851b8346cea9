package dev.salvaguarda.controller.archive;

import dev.salvaguarda.domain.failure.Failure;

/** The repository could not be looked at; the failure says why, in words for a person. */
public final class ArchiveAccessException extends RuntimeException {
  private final transient Failure failure;

  public ArchiveAccessException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** What is needed to look is not there. */
  public ArchiveAccessException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
