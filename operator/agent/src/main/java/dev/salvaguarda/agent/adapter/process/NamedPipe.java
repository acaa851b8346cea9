package dev.salvaguarda.agent.adapter.process;

import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A named pipe that hands something to the one program that opens it. Nothing is ever stored: what
 * is written waits in memory for its reader.
 *
 * @param path of the pipe, in a folder that only this user may enter
 */
record NamedPipe(Path path, Thread writer) implements AutoCloseable {

  /** Makes a pipe and waits beside for its reader. */
  static NamedPipe make(Path maker, SecretBytes content) throws IOException {
    Path path = Files.createTempDirectory("salvaguarda-pipe-").resolve("pipe");
    Process made =
        new ProcessBuilder(maker.toString(), "-m", "600", path.toString())
            .redirectErrorStream(true)
            .start();
    try {
      if (made.waitFor() != 0) {
        throw new IOException("no named pipe can be made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a named pipe was made", e);
    }
    Thread writer =
        Thread.ofPlatform().daemon().name("named-pipe").start(() -> write(path, content));
    return new NamedPipe(path, writer);
  }

  private static void write(Path path, SecretBytes content) {
    byte[] bytes = content.copy();
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
      out.write(bytes);
    } catch (IOException e) {
      // The reader went away; it says why by its exit status.
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Removes the pipe; a writer that still waits for a reader is let go. */
  @Override
  public void close() {
    try {
      if (writer.isAlive()) {
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      }
      Files.deleteIfExists(path);
      Files.deleteIfExists(path.getParent());
    } catch (IOException e) {
      // It is empty, and vanishes with the pod.
    }
  }
}
