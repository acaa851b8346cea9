package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The end of a worker's log, as a person and as the operator read it. */
public record LogTail(List<String> lines) {
  /** Lines that are asked for: more than are kept, since progress lines are left out. */
  public static final int READ_LINES = 100;

  private static final int KEPT_LINES = 20;
  private static final int MAX_LENGTH = 512;

  /** Java says so at each start, of flags that the manifest sets. */
  private static final String JVM_FLAGS = "NOTE: Picked up JDK_JAVA_OPTIONS";

  public LogTail {
    lines = List.copyOf(lines);
  }

  /** The whole result, if the worker came so far as to write it and it is of this kind. */
  public <R extends Result> Optional<R> result(Class<R> kind) {
    return lines.reversed().stream()
        .flatMap(line -> WorkerJson.line(line).stream())
        .flatMap(line -> line.result().stream())
        .findFirst()
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** The newest progress line. */
  public Optional<WorkerLine> progress() {
    return lines.reversed().stream()
        .flatMap(line -> WorkerJson.line(line).stream())
        .filter(line -> line.progress() != null)
        .findFirst();
  }

  /** At most 20 lines for status: what the worker noted, and whatever else stands in the log. */
  public List<String> forPeople() {
    List<String> readable = lines.stream().flatMap(LogTail::readable).toList();
    return readable.subList(Math.max(0, readable.size() - KEPT_LINES), readable.size());
  }

  private static Stream<String> readable(String line) {
    Optional<WorkerLine> parsed = WorkerJson.line(line);
    if (parsed.isEmpty()) {
      return line.isBlank() || line.startsWith(JVM_FLAGS) ? Stream.empty() : Stream.of(cut(line));
    }
    WorkerLine.Note note = parsed.get().note();
    if (note == null || note.level() == WorkerLine.Level.DEBUG) {
      return Stream.empty();
    }
    String target = note.target() == null ? "" : note.target() + ": ";
    return Stream.of(
        cut("%s %s %s%s".formatted(parsed.get().at(), note.level(), target, note.message())));
  }

  private static String cut(String line) {
    return Sentence.oneLine(line, MAX_LENGTH);
  }
}
