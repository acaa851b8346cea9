package dev.salvaguarda.agent.files;

import java.util.List;

/**
 * Patterns for paths. They are asked in their order, and the last one that matches decides: one
 * that begins with an exclamation mark takes back what others cover.
 */
public final class PathPatterns {
  private final List<PathPattern> patterns;

  /**
   * Reads patterns.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public PathPatterns(List<String> patterns) {
    this.patterns = patterns.stream().map(PathPattern::new).toList();
  }

  /** Whether the entry with these components, counted from the tree's root, is meant. */
  public boolean cover(List<int[]> path) {
    boolean covered = false;
    for (PathPattern pattern : patterns) {
      // A pattern that could not change the answer is not asked: there may be hundreds.
      if (covered == pattern.isNegated() && pattern.matches(path)) {
        covered = !covered;
      }
    }
    return covered;
  }
}
