package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was noted. */
final class RecordedNotes implements Notes {
  final List<String> messages = new CopyOnWriteArrayList<>();

  @Override
  public void info(@Nullable String target, String message) {
    messages.add(message);
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
