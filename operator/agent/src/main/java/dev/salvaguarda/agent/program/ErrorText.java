package dev.salvaguarda.agent.program;

import dev.salvaguarda.repository.model.SecretBytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a program writes on standard error, in bounded memory: its first and its last lines, with
 * secrets blacked out.
 */
public final class ErrorText {
  private static final int KEPT_AT_EACH_END = 100;
  private static final int LINE_LIMIT = 1_000;
  private static final int SHORTEST_SECRET = 4;

  private final List<String> secrets;
  private final List<String> first = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();
  private Consumer<String> watcher = _ -> {};
  private long left;

  /** Blacks out these secrets, unless they are too short to be told from other text. */
  public ErrorText(List<SecretBytes> secrets) {
    this.secrets =
        secrets.stream()
            .map(SecretBytes::revealUtf8)
            .filter(text -> text.length() >= SHORTEST_SECRET)
            .toList();
  }

  /** Reads to the end; a stream that breaks ends the text, which says so. */
  public void readAll(InputStream stream) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(stream)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n' || b == '\r') {
          take(line);
        } else if (line.size() < LINE_LIMIT) {
          line.write(b);
        }
      }
    } catch (IOException broken) {
      take(line);
      add("(what followed could not be read)");
      return;
    }
    take(line);
  }

  /** Takes a line from whoever reads it elsewhere. */
  public void take(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    bytes.write(text, 0, Math.min(text.length, LINE_LIMIT));
    take(bytes);
  }

  /** What was read so far, by any thread. */
  public synchronized List<String> lines() {
    List<String> all = new ArrayList<>(first);
    if (left > 0) {
      all.add("(" + left + " lines left out)");
    }
    all.addAll(last);
    return all;
  }

  /**
   * Tells each line as it comes, those that came already at once, and those that are left out of
   * {@link #lines()}, too.
   *
   * @param told must return quickly; what it throws ends the text
   */
  public synchronized void watch(Consumer<String> told) {
    lines().forEach(told);
    watcher = told;
  }

  private void take(ByteArrayOutputStream bytes) {
    String line = bytes.toString(StandardCharsets.UTF_8).strip();
    bytes.reset();
    if (line.isEmpty()) {
      return;
    }
    for (String secret : secrets) {
      line = line.replace(secret, "[redacted]");
    }
    add(line);
  }

  private synchronized void add(String line) {
    watcher.accept(line);
    if (first.size() < KEPT_AT_EACH_END) {
      first.add(line);
      return;
    }
    last.addLast(line);
    if (last.size() > KEPT_AT_EACH_END) {
      last.removeFirst();
      left++;
    }
  }
}
