package dev.salvaguarda.agent.dump;

import java.util.Collection;

/** Names in a sentence: some of them, and how many more there are. */
final class NameList {
  private static final int MOST_NAMED = 5;

  private NameList() {}

  /** The first names, behind the word for what they name. */
  static String of(String what, Collection<String> names) {
    return what + (names.size() == 1 ? " " : "s ") + of(names);
  }

  /** The first names. */
  static String of(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(MOST_NAMED).toList());
    String more =
        names.size() > MOST_NAMED ? " and %d more".formatted(names.size() - MOST_NAMED) : "";
    return first + more;
  }
}
