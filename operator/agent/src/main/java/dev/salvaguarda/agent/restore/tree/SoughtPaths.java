package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.Includes;
import dev.salvaguarda.agent.files.PathPatterns;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The paths that are asked for by name and were not met in the copy yet. One that an exclude covers
 * is not asked for.
 */
final class SoughtPaths {
  private final Set<TreePath> missing = new LinkedHashSet<>();

  SoughtPaths(List<String> include, List<String> exclude) {
    PathPatterns excludes = new PathPatterns(exclude);
    for (String path : include) {
      boolean wanted = true;
      TreePath sought = TreePath.ROOT;
      for (var name : Includes.components(path)) {
        sought = sought.entry(name);
        wanted = wanted && !excludes.cover(sought.characters());
      }
      if (wanted && !sought.equals(TreePath.ROOT)) {
        missing.add(sought);
      }
    }
  }

  /** Looks at a step of a walk; what is below something that can't be read may be there. */
  void see(TreeEvent event) {
    if (missing.isEmpty()) {
      return;
    }
    switch (event) {
      case TreeEvent.Enter(_, TreePath path) -> missing.remove(path);
      case TreeEvent.File file -> missing.remove(file.path());
      case TreeEvent.Special(_, TreePath path) -> missing.remove(path);
      case TreeEvent.Refused(TreePath path, _) -> missing.removeIf(sought -> sought.isIn(path));
      case TreeEvent.Leave _ -> {}
    }
  }

  /** In the order in which they were asked for. */
  List<TreePath> missing() {
    return List.copyOf(missing);
  }
}
