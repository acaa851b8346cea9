package dev.salvaguarda.repository.model;

import static dev.salvaguarda.repository.model.Retry.BACK_OFF;
import static dev.salvaguarda.repository.model.Retry.NEVER;

/** Every way in which work on a repository can fail. */
public enum Reason {
  UNREACHABLE(BACK_OFF, "The object store did not answer, or answered with an error that passes."),
  ACCESS_DENIED(NEVER, "The object store refused the credentials or the action."),
  TLS_NOT_TRUSTED(NEVER, "The object store's certificate is not trusted, or names another host."),
  CLOCK_SKEW(
      NEVER, "This machine's clock and the object store's differ too much for signed requests."),
  OUT_OF_SPACE(NEVER, "The object store has no room left, or the bucket's quota is reached."),
  NO_BUCKET(NEVER, "The bucket does not exist, or its name is not allowed."),
  NO_REPOSITORY(NEVER, "There is no repository at this endpoint, bucket and prefix."),
  ALREADY_EXISTS(NEVER, "There already is a repository at this endpoint, bucket and prefix."),
  WRONG_PASSWORD(NEVER, "No key of the repository opens with this password."),
  LOCKED(BACK_OFF, "Another program holds a lock that excludes this one."),
  LOCK_LOST(BACK_OFF, "The lock could not be kept, so nothing more may be written."),
  OBJECT_MISSING(NEVER, "An object that must be there is not."),
  CORRUPT(NEVER, "An object does not hold what its name or its authentication code says."),
  UNSUPPORTED(NEVER, "The repository has a format version that this program does not write."),
  INVALID_REQUEST(BACK_OFF, "The endpoint did not accept a request, or is no URL."),
  UNEXPECTED(NEVER, "A request ended in a way that this program does not know."),
  SCRATCH(BACK_OFF, "The scratch directory is full, or could not be written or read."),
  CANCELLED(NEVER, "The work was told to stop.");

  private final Retry retry;
  private final String meaning;

  Reason(Retry retry, String meaning) {
    this.retry = retry;
    this.meaning = meaning;
  }

  /** Whether another attempt can help. */
  public Retry retry() {
    return retry;
  }

  /** One sentence without names or numbers. */
  public String meaning() {
    return meaning;
  }
}
