package dev.salvaguarda.domain.nonconformity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is counted on a record. It begins with the signal that it was opened for, and grows by those
 * that happen later; each counts once.
 *
 * @param count how many, at least 1
 * @param newest the last of them
 * @param goneAt since when the cause is gone; null while it is there
 */
public record Tally(int count, Signal newest, @Nullable Instant goneAt) {

  /** The tally of a record that was just opened. */
  public static Tally opened(Signal first) {
    return new Tally(1, first, null);
  }

  /** Whether the cause is gone. */
  public boolean isGone() {
    return goneAt != null;
  }

  /**
   * The tally after a look. A look may come late, and at what is older than what was seen before:
   * that counts nothing twice, and takes back nothing.
   */
  public Tally after(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Active(List<Signal> signals, _) -> {
        boolean isOver = goneAt != null && !signals.getLast().at().isAfter(goneAt);
        Tally counted = counted(signals);
        yield new Tally(counted.count, counted.newest, isOver ? goneAt : null);
      }
      case Evidence.Gone(List<Signal> signals, Instant at) -> counted(signals).gone(at);
      case Evidence.Unknown() -> this;
    };
  }

  private Tally counted(List<Signal> signals) {
    List<Signal> fresh =
        signals.stream()
            .filter(one -> one.at().isAfter(newest.at()) && !one.name().equals(newest.name()))
            .toList();
    return fresh.isEmpty() ? this : new Tally(count + fresh.size(), fresh.getLast(), null);
  }

  private Tally gone(Instant at) {
    return goneAt != null || at.isBefore(newest.at()) ? this : new Tally(count, newest, at);
  }
}
