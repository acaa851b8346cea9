package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;

/**
 * Speaks of an exception that nobody expected without repeating its text, which may hold anything.
 */
public final class Unexpected {
  private Unexpected() {}

  /** A sentence with the class of the exception and the place in our code where it came from. */
  public static Failure failure(Throwable e) {
    String place = "an unknown place";
    for (StackTraceElement element : e.getStackTrace()) {
      if (element.getClassName().startsWith("dev.salvaguarda.")) {
        place = element.getClassName() + ":" + element.getLineNumber();
        break;
      }
    }
    return new Failure(
        FailureReason.INTERNAL,
        "An unexpected %s at %s; please report it with the log"
            .formatted(e.getClass().getSimpleName(), place));
  }
}
