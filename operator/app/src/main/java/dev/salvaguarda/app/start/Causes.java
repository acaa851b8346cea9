package dev.salvaguarda.app.start;

import dev.salvaguarda.domain.text.Sentence;
import java.util.Objects;

/** What went wrong at the root, for one line of a log. */
final class Causes {
  private static final int MAX_LENGTH = 300;

  private Causes() {}

  static String inOneLine(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Sentence.oneLine(
        root.getClass().getSimpleName() + ": " + Objects.requireNonNullElse(root.getMessage(), ""),
        MAX_LENGTH);
  }
}
