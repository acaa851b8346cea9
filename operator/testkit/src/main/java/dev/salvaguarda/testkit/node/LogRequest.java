package dev.salvaguarda.testkit.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log somebody wants.
 *
 * @param follow whether to go on until the container ends
 * @param tailLines how many of the last lines; negative means all
 * @param since older lines are left out
 * @param limitBytes not more than this; negative means everything
 * @param timestamps whether each line begins with its instant
 */
record LogRequest(
    boolean follow, int tailLines, Instant since, long limitBytes, boolean timestamps) {
  private static final long POLL_MILLIS = 100;

  static LogRequest parse(@Nullable String query, Instant now) {
    Map<String, String> options = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        options.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    Instant since = Instant.EPOCH;
    if (options.containsKey("sinceTime")) {
      since = Instant.parse(options.get("sinceTime"));
    } else if (options.containsKey("sinceSeconds")) {
      since = now.minusSeconds(Long.parseLong(options.get("sinceSeconds")));
    }
    return new LogRequest(
        Boolean.parseBoolean(options.get("follow")),
        Integer.parseInt(options.getOrDefault("tailLines", "-1")),
        since,
        Long.parseLong(options.getOrDefault("limitBytes", "-1")),
        Boolean.parseBoolean(options.get("timestamps")));
  }

  /**
   * Writes what is wanted.
   *
   * @return false when {@code cut} became true before everything was written
   */
  boolean copy(ContainerLog log, OutputStream target, BooleanSupplier cut) throws IOException {
    boolean complete = log.isComplete();
    ContainerLog.Page page = log.read(0);
    long left = limitBytes < 0 ? Long.MAX_VALUE : limitBytes;
    left = write(tail(page.lines()), target, left);
    while (follow && !complete && left > 0) {
      if (cut.getAsBoolean()) {
        return false;
      }
      pause();
      complete = log.isComplete();
      page = log.read(page.next());
      left = write(page.lines(), target, left);
    }
    return true;
  }

  private List<ContainerLog.Line> tail(List<ContainerLog.Line> lines) {
    List<ContainerLog.Line> recent =
        lines.stream().filter(line -> !line.seenAt().isBefore(since)).toList();
    return tailLines < 0
        ? recent
        : recent.subList(Math.max(0, recent.size() - tailLines), recent.size());
  }

  private long write(List<ContainerLog.Line> lines, OutputStream target, long limit)
      throws IOException {
    long left = limit;
    for (ContainerLog.Line line : lines) {
      String text = (timestamps ? line.seenAt() + " " : "") + line.text() + "\n";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int length = (int) Math.min(bytes.length, left);
      target.write(bytes, 0, length);
      left -= length;
    }
    target.flush();
    return left;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
