package dev.salvaguarda.bench;

import java.nio.file.Path;

/** What is backed up by every engine in the same way. */
sealed interface BenchSource {
  /** The plain dump of a database. */
  record Dump(Payroll payroll) implements BenchSource {}

  /** A tree of files. */
  record Tree(Path root) implements BenchSource {}

  /**
   * One copy of a guest of a host.
   *
   * @param day which copy
   * @param archive what {@code vzdump --stdout} gives
   */
  record Guest(GuestHost host, int vmid, String day, Path archive) implements BenchSource {}
}
