package dev.salvaguarda.agent.source;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.Objects;

/** A source, or one target of it, can't be copied. */
public final class SourceException extends Exception {
  private final transient Failure failure;
  private final Scope scope;

  private SourceException(Failure failure, Scope scope, Throwable cause) {
    super(failure.message(), cause);
    this.failure = Objects.requireNonNull(failure, "failure");
    this.scope = scope;
  }

  private SourceException(Failure failure, Scope scope) {
    super(failure.message());
    this.failure = Objects.requireNonNull(failure, "failure");
    this.scope = scope;
  }

  /** Only this target is lost; the others are tried. */
  public static SourceException ofTarget(FailureReason reason, String message) {
    return new SourceException(new Failure(reason, message), Scope.TARGET);
  }

  /** Only this target is lost; the others are tried. */
  public static SourceException ofTarget(FailureReason reason, String message, Throwable cause) {
    return new SourceException(new Failure(reason, message), Scope.TARGET, cause);
  }

  /** Nothing more can be read from this source. */
  public static SourceException ofSource(FailureReason reason, String message) {
    return new SourceException(new Failure(reason, message), Scope.SOURCE);
  }

  /** Nothing more can be read from this source. */
  public static SourceException ofSource(FailureReason reason, String message, Throwable cause) {
    return new SourceException(new Failure(reason, message), Scope.SOURCE, cause);
  }

  public Failure failure() {
    return failure;
  }

  /** Whether the targets that are left can be tried. */
  public Scope scope() {
    return scope;
  }

  /** How much is lost. */
  public enum Scope {
    TARGET,
    SOURCE
  }
}
