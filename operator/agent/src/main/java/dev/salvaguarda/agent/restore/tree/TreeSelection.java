package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.Includes;
import dev.salvaguarda.agent.files.PathPatterns;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.List;
import java.util.Optional;

/**
 * What of a tree is wanted.
 *
 * @param includes what was asked for at this place and below
 * @param excludes what is left out of it
 */
record TreeSelection(Includes includes, PathPatterns excludes) {
  /** All of it. */
  static TreeSelection everything() {
    return of(List.of(), List.of());
  }

  /**
   * From paths and patterns.
   *
   * @throws IllegalArgumentException if a pattern is malformed
   */
  static TreeSelection of(List<String> include, List<String> exclude) {
    return new TreeSelection(Includes.of(include), new PathPatterns(exclude));
  }

  /** What is wanted below an entry; empty if the entry is not wanted itself. */
  Optional<TreeSelection> below(Node node, TreePath path) {
    return includes
        .below(node.name())
        .filter(below -> below.isAll() || node.body() instanceof NodeBody.Directory)
        .filter(_ -> !excludes.cover(path.characters()))
        .map(below -> new TreeSelection(below, excludes));
  }
}
