package dev.salvaguarda.agent.files;

import java.nio.file.Path;
import java.util.Optional;

/** Copies a tree in a process of its own, so that its memory is its own. */
public final class CopyChild {
  private CopyChild() {}

  /** The argument is the directory of a {@link FilesFixture} whose source is filled. */
  public static void main(String[] arguments) throws Exception {
    FilesFixture place = new FilesFixture(Path.of(arguments[0]));
    FilesFixture.Outcome outcome = place.backUp(Optional.empty());
    System.out.printf(
        "%s, %d directories%n",
        outcome.capture().shortfalls(), place.directories(outcome.snapshot().tree()));
  }
}
