package dev.salvaguarda.domain.failure;

import java.util.Objects;

/**
 * What went wrong, for a program and for a person.
 *
 * @param reason the class of the failure
 * @param message one sentence with names and numbers; never a secret, a line break, or an
 *     exception's own text
 */
public record Failure(FailureReason reason, String message) {
  public Failure {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }
}
