package dev.salvaguarda.testkit.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The output of one container: lines with the instant at which they were seen. */
final class ContainerLog {
  /** One line without its line break. */
  record Line(Instant seenAt, String text) {}

  /**
   * Some lines.
   *
   * @param lines the lines, oldest first
   * @param next where to go on reading
   */
  record Page(List<Line> lines, long next) {}

  private final Path file;
  private final Clock clock;
  private volatile boolean complete;
  private volatile boolean removed;

  ContainerLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a process's output until it ends; returns then. */
  void record(InputStream output) {
    try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        writer.write(clock.instant() + " " + line + "\n");
        writer.flush();
      }
    } catch (IOException e) {
      // The process was killed while it wrote: what came before is kept.
    } finally {
      complete = true;
    }
  }

  /** Whether nothing more will come. */
  boolean isComplete() {
    return complete;
  }

  /** The container is gone, and its log with it, though the pod's object may still be there. */
  void remove() {
    complete = true;
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  void markComplete() {
    complete = true;
  }

  /** The complete lines from byte {@code offset} on that are there now. */
  Page read(long offset) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(open.length() - offset)];
      open.seek(offset);
      open.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
      return new Page(text.lines().map(ContainerLog::parse).toList(), offset + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line parse(String raw) {
    int space = raw.indexOf(' ');
    return new Line(Instant.parse(raw.substring(0, space)), raw.substring(space + 1));
  }
}
