package dev.salvaguarda.agent.dump;

import java.util.LinkedHashSet;
import java.util.List;

/** Which databases of a server are wanted. */
final class TargetSelection {
  private static final String GLOBALS = "globals";
  private static final String GLOBALS_BESIDE_DATABASE = "server-globals";

  private TargetSelection() {}

  /**
   * The named databases whether they exist or not, since a missing one must be told; else all that
   * exist.
   */
  static List<String> of(List<String> named, List<String> excluded, List<String> existing) {
    LinkedHashSet<String> wanted = new LinkedHashSet<>(named.isEmpty() ? existing : named);
    excluded.forEach(wanted::remove);
    return List.copyOf(wanted);
  }

  /**
   * The target that holds what belongs to no database, such as roles: {@value #GLOBALS}, or {@value
   * #GLOBALS_BESIDE_DATABASE} where a database has that name.
   */
  static String globalsBeside(List<String> databases) {
    return databases.contains(GLOBALS) ? GLOBALS_BESIDE_DATABASE : GLOBALS;
  }
}
