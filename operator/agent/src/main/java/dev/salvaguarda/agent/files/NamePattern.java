package dev.salvaguarda.agent.files;

/**
 * A pattern for one component of a path, with the meaning of Go's {@code filepath.Match}, which is
 * what restic uses: {@code *} any characters, {@code ?} one, {@code [a-z]} and {@code [^a-z]} one
 * of a set, {@code \} takes the next one literally.
 */
final class NamePattern {
  private final int[] pattern;
  private final boolean literal;

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if a set is not closed or holds nothing, or an escape has
   *     nothing behind it
   */
  NamePattern(String text) {
    this.pattern = text.codePoints().toArray();
    this.literal = text.chars().noneMatch(c -> "\\[]*?".indexOf(c) >= 0);
    validate(text);
  }

  boolean matches(int[] name) {
    return literal ? java.util.Arrays.equals(pattern, name) : matches(0, name, 0);
  }

  private boolean matches(int patternStart, int[] name, int nameStart) {
    int p = patternStart;
    int n = nameStart;
    int starAt = -1;
    int retryAt = -1;
    while (true) {
      if (p < pattern.length && pattern[p] == '*') {
        starAt = ++p;
        retryAt = n;
        continue;
      }
      if (p == pattern.length && n == name.length) {
        return true;
      }
      int next = p < pattern.length && n < name.length ? matchOne(p, name[n]) : -1;
      if (next >= 0) {
        p = next;
        n++;
      } else if (starAt >= 0 && retryAt < name.length) {
        p = starAt;
        n = ++retryAt;
      } else {
        return false;
      }
    }
  }

  /** Position behind the pattern's next element if it matches the character, else -1. */
  private int matchOne(int p, int character) {
    return switch (pattern[p]) {
      case '?' -> p + 1;
      case '\\' -> pattern[p + 1] == character ? p + 2 : -1;
      case '[' -> matchSet(p + 1, character);
      default -> pattern[p] == character ? p + 1 : -1;
    };
  }

  private int matchSet(int start, int character) {
    int p = start;
    boolean negated = pattern[p] == '^';
    if (negated) {
      p++;
    }
    boolean found = false;
    for (boolean first = true; first || pattern[p] != ']'; first = false) {
      int low = literalAt(p);
      p = afterLiteral(p);
      int high = low;
      if (pattern[p] == '-') {
        high = literalAt(p + 1);
        p = afterLiteral(p + 1);
      }
      found |= low <= character && character <= high;
    }
    return found != negated ? p + 1 : -1;
  }

  private int literalAt(int p) {
    return pattern[p] == '\\' ? pattern[p + 1] : pattern[p];
  }

  private int afterLiteral(int p) {
    return pattern[p] == '\\' ? p + 2 : p + 1;
  }

  private void validate(String text) {
    int p = 0;
    while (p < pattern.length) {
      switch (pattern[p]) {
        case '\\' -> p = requireLiteral(p, text);
        case '[' -> p = validateSet(p + 1, text);
        default -> p++;
      }
    }
  }

  private int validateSet(int start, String text) {
    int p = start;
    if (p < pattern.length && pattern[p] == '^') {
      p++;
    }
    for (boolean first = true; first || at(p) != ']'; first = false) {
      p = requireSetLiteral(p, text);
      if (at(p) == '-') {
        p = requireSetLiteral(p + 1, text);
      }
      if (p >= pattern.length) {
        throw malformed(text);
      }
    }
    return p + 1;
  }

  private int requireSetLiteral(int p, String text) {
    if (at(p) == -1 || at(p) == '-' || at(p) == ']') {
      throw malformed(text);
    }
    return at(p) == '\\' ? requireLiteral(p, text) : p + 1;
  }

  private int requireLiteral(int p, String text) {
    if (p + 1 >= pattern.length) {
      throw malformed(text);
    }
    return p + 2;
  }

  private int at(int p) {
    return p < pattern.length ? pattern[p] : -1;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("the pattern \"" + text + "\" is malformed");
  }
}
