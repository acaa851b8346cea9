package dev.salvaguarda.agent.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pattern for paths with restic's meaning. One that begins with a slash is matched from the root
 * of the tree, any other one anywhere; {@code **} stands for any number of components. Where
 * several of them stand in a pattern from the root, each that is still to come needs a component of
 * its own: two of them behind {@code /a} mean what lies in {@code /a}, not {@code /a} itself. What
 * lies below a directory that matches, matches too.
 *
 * @see <a href="https://restic.readthedocs.io/en/stable/040_backup.html#excluding-files">restic:
 *     excluding files</a>
 */
final class PathPattern {
  private final boolean negated;
  private final boolean anchored;

  /** One entry a component; null stands for any number of components. */
  private final List<Optional<NamePattern>> parts = new ArrayList<>();

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is empty or malformed
   */
  PathPattern(String text) {
    this.negated = text.startsWith("!");
    String path = negated ? text.substring(1) : text;
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a pattern is empty");
    }
    this.anchored = path.startsWith("/");
    for (String part : cleaned(path)) {
      parts.add(part.equals("**") ? Optional.empty() : Optional.of(new NamePattern(part)));
    }
  }

  boolean isNegated() {
    return negated;
  }

  /** Whether the path with these components, counted from the root, matches. */
  boolean matches(List<int[]> path) {
    if (anchored) {
      return matchesAll(0, path, 0);
    }
    for (int start = 0; start <= path.size(); start++) {
      if (matchesAll(0, path, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesAll(int part, List<int[]> path, int at) {
    if (part == parts.size()) {
      return anchored || !parts.isEmpty();
    }
    Optional<NamePattern> pattern = parts.get(part);
    if (pattern.isPresent()) {
      return at < path.size()
          && pattern.get().matches(path.get(at))
          && matchesAll(part + 1, path, at + 1);
    }
    int room = anchored ? parts.size() - part - 1 : 0;
    for (int next = at; next + room <= path.size(); next++) {
      if (matchesAll(part + 1, path, next)) {
        return true;
      }
    }
    return false;
  }

  /** Components as Go's {@code filepath.Clean} leaves them. */
  private static List<String> cleaned(String path) {
    List<String> kept = new ArrayList<>();
    for (String part : Arrays.asList(path.split("/", -1))) {
      boolean up = part.equals("..");
      if (up && !kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(up && path.startsWith("/"))) {
        kept.add(part);
      }
    }
    return kept;
  }
}
