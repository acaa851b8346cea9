package dev.salvaguarda.agent.dump;

import java.util.LinkedHashSet;
import java.util.List;

/** Which databases of a server are wanted. */
final class TargetSelection {
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
}
