package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.port.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server of ours. Closing it ends it and deletes all that it wrote.
 *
 * @param server to load into
 * @param program that is the server
 * @param folder that is deleted
 */
record RunningServer(DatabaseServer server, RunningProgram program, Path folder)
    implements AutoCloseable {
  private static final int TRIES = 5;

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    program.stop();
    try {
      var _ = program.await();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    program.close();
    deleteAll(folder);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A process of the server that ends a moment later may still make a file. */
  static void deleteAll(Path folder) {
    for (int tried = 0; tried < TRIES && Files.exists(folder); tried++) {
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | UncheckedIOException e) {
        // Once more; the pod's volume vanishes with the pod at last.
      }
    }
  }
}
