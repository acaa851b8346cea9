package dev.salvaguarda.repository.model;

import java.util.Objects;

/**
 * Work on a repository failed. The message is one sentence for a person, with names and numbers,
 * never with a secret; the cause is for the log of a developer.
 */
public final class RepositoryException extends RuntimeException {
  private final Reason reason;

  public RepositoryException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  public RepositoryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** The class of the failure. */
  public Reason reason() {
    return reason;
  }

  /** The sentence for a person; never null, other than {@link #getMessage()} as the JDK has it. */
  public String sentence() {
    return Objects.requireNonNullElse(getMessage(), reason.meaning());
  }
}
