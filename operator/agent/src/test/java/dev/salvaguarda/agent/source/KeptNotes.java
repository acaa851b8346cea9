package dev.salvaguarda.agent.source;

import dev.salvaguarda.domain.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was said, in its order. */
public final class KeptNotes implements Notes {
  public final List<String> said = new ArrayList<>();

  @Override
  public void trace(@Nullable String target, Failure failure) {
    said.add(failure.message());
  }

  @Override
  public void info(@Nullable String target, String message) {
    said.add(message);
  }

  @Override
  public void warning(@Nullable String target, Failure failure) {
    said.add(failure.message());
  }

  @Override
  public void error(@Nullable String target, Failure failure) {
    said.add(failure.message());
  }
}
