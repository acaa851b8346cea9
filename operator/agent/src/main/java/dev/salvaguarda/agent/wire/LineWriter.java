package dev.salvaguarda.agent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Writes the log of the agent: one JSON object a line, each written at once. */
public final class LineWriter implements Notes {
  private final ObjectMapper mapper = WireFormat.mapper();
  private final PrintStream out;
  private final Clock clock;

  public LineWriter(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void trace(@Nullable String target, Failure failure) {
    note(new WorkerLine.Note(WorkerLine.Level.DEBUG, failure.message(), target, failure.reason()));
  }

  @Override
  public void info(@Nullable String target, String message) {
    note(new WorkerLine.Note(WorkerLine.Level.INFO, message, target, null));
  }

  @Override
  public void warning(@Nullable String target, Failure failure) {
    note(
        new WorkerLine.Note(WorkerLine.Level.WARNING, failure.message(), target, failure.reason()));
  }

  @Override
  public void error(@Nullable String target, Failure failure) {
    note(new WorkerLine.Note(WorkerLine.Level.ERROR, failure.message(), target, failure.reason()));
  }

  public void progress(WorkerLine.Progress progress) {
    write(WorkerLine.of(clock.instant(), progress));
  }

  /** The last line of the log. */
  public void result(Result result) {
    write(WorkerLine.of(clock.instant(), result));
  }

  private void note(WorkerLine.Note note) {
    write(WorkerLine.of(clock.instant(), note));
  }

  private void write(WorkerLine line) {
    byte[] json;
    try {
      json = (mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a log line could not be written as JSON", e);
    }
    synchronized (out) {
      out.write(json, 0, json.length);
      out.flush();
    }
  }
}
