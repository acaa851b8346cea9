package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Speaks of exceptions without repeating their texts, which may hold anything: classes and places
 * in the code hold no secret.
 */
public final class Unexpected {
  /** A cause may name an earlier exception as its own. */
  private static final int MOST_CAUSES = 20;

  private static final int MOST_FRAMES = 30;
  private static final int TRACE_LIMIT = 8_000;

  private Unexpected() {}

  /**
   * A sentence with the class of the cause of it all and the place in our code where it came from;
   * where the cause has none, the innermost one that has.
   */
  public static Failure failure(Throwable e) {
    List<Throwable> chain = chain(e);
    String place =
        chain.reversed().stream()
            .flatMap(cause -> ownFrame(cause).stream())
            .findFirst()
            .orElse("an unknown place");
    return new Failure(
        FailureReason.INTERNAL,
        "An unexpected %s at %s; please report it with the log"
            .formatted(name(chain.getLast()), place));
  }

  /**
   * One line for a developer: every exception of the chain with its frames, the outermost first.
   */
  public static String trace(Throwable e) {
    List<String> parts = new ArrayList<>();
    for (Throwable cause : chain(e)) {
      StringBuilder part = new StringBuilder(cause.getClass().getName());
      Stream.of(cause.getStackTrace())
          .limit(MOST_FRAMES)
          .forEach(frame -> part.append(" at ").append(frame));
      parts.add(part.toString());
    }
    return Sentence.cut(String.join("; caused by ", parts), TRACE_LIMIT);
  }

  private static List<Throwable> chain(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .toList();
  }

  private static Optional<String> ownFrame(Throwable e) {
    return Stream.of(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.salvaguarda."))
        .findFirst()
        .map(frame -> frame.getClassName() + ":" + frame.getLineNumber());
  }

  /** Lambdas and local classes have no simple name. */
  private static String name(Throwable e) {
    String simple = e.getClass().getSimpleName();
    return simple.isEmpty() ? e.getClass().getName() : simple;
  }
}
