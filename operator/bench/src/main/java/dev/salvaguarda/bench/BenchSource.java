package dev.salvaguarda.bench;

import java.nio.file.Path;

/** What is backed up by every engine in the same way. */
sealed interface BenchSource {
  /** The plain dump of a database. */
  record Dump(Payroll payroll) implements BenchSource {}

  /** A tree of files. */
  record Tree(Path root) implements BenchSource {}
}
