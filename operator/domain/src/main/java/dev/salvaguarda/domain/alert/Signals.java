package dev.salvaguarda.domain.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What monitoring says about an incident.
 *
 * @param kept at most {@value #MOST}; those that fire go before those that do not
 * @param isIncomplete whether more fired at a time than are kept
 */
public record Signals(List<Signal> kept, boolean isIncomplete) {
  /** As many are kept. */
  public static final int MOST = 50;

  public Signals {
    kept = List.copyOf(kept);
  }

  /** Monitoring has said nothing. */
  public static Signals none() {
    return new Signals(List.of(), false);
  }

  /** Whether one of them fires. */
  public boolean isActive() {
    return kept.stream().anyMatch(Signal::isActive);
  }

  /** Whether this very firing, that began then, was counted here. */
  boolean counts(Sighting seen) {
    return find(seen).filter(known -> !seen.since().isAfter(known.since())).isPresent();
  }

  /** Whether it is among them and fires. */
  boolean awaitsEndOf(Sighting seen) {
    return find(seen).filter(Signal::isActive).isPresent();
  }

  private Optional<Signal> find(Sighting seen) {
    return kept.stream().filter(known -> known.id().equals(seen.id())).findFirst();
  }

  /** These with what was seen now. */
  Signals with(Sighting seen, Instant now) {
    List<Signal> next = new ArrayList<>(kept);
    Optional<Signal> known = find(seen);
    if (known.isPresent()) {
      next.set(kept.indexOf(known.get()), known.get().with(seen, now));
      return new Signals(next, isIncomplete);
    }
    if (kept.size() >= MOST) {
      Optional<Signal> over =
          kept.stream()
              .filter(one -> !one.isActive())
              .min(Comparator.comparing(Signal::lastSeen).thenComparing(Signal::id));
      if (over.isEmpty()) {
        return new Signals(kept, isIncomplete || seen.isFiring());
      }
      next.remove(over.get());
    }
    next.add(Signal.first(seen, now));
    return new Signals(next, isIncomplete);
  }
}
