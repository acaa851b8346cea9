package dev.salvaguarda.agent.files;

import java.nio.file.Path;

/** Paths of the greatest length that a Linux system takes. */
final class LongPath {
  private static final int NAME = 200;

  private LongPath() {}

  /** A path below this one whose absolute form has exactly so many bytes. */
  static Path below(Path root, int bytes) {
    Path path = root.toAbsolutePath();
    int left = bytes - path.toString().length();
    while (left > 2 * NAME) {
      path = path.resolve("n".repeat(NAME - 1));
      left -= NAME;
    }
    int half = left / 2;
    return path.resolve("m".repeat(half - 1)).resolve("f".repeat(left - half - 1));
  }
}
