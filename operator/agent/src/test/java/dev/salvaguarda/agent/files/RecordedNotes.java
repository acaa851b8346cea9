package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was noted. */
final class RecordedNotes implements Notes {
  final List<String> messages = new CopyOnWriteArrayList<>();

  /** Done whenever something is noted, in the middle of the work. */
  volatile Runnable meanwhile = () -> {};

  @Override
  public void trace(@Nullable String target, Failure failure) {
    messages.add(failure.reason() + ": " + failure.message());
  }

  @Override
  public void info(@Nullable String target, String message) {
    messages.add(message);
    meanwhile.run();
  }

  @Override
  public void warning(@Nullable String target, Failure failure) {
    messages.add(failure.reason() + ": " + failure.message());
  }

  @Override
  public void error(@Nullable String target, Failure failure) {
    messages.add(failure.reason() + ": " + failure.message());
  }
}
