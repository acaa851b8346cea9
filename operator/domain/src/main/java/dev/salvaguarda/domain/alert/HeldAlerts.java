package dev.salvaguarda.domain.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Alerts that a maintenance window has kept from opening incidents.
 *
 * @param kept at most {@value #MOST}, those that still wait among them
 */
public record HeldAlerts(List<Held> kept) {
  /** As many are kept. */
  public static final int MOST = 40;

  public HeldAlerts {
    kept = List.copyOf(kept);
  }

  /**
   * One of them.
   *
   * @param key of the incident that it would have opened
   * @param title the component as people call it
   * @param signal what is known of it
   * @param incident the name of the one in which it was counted afterwards; empty if it was not
   */
  public record Held(AlertKey key, String title, Signal signal, String incident) {

    /** Whether an incident follows if it still fires when the maintenance is over. */
    public boolean isWaiting() {
      return signal.isActive() && incident.isEmpty();
    }

    private boolean is(AlertKey key, String id) {
      return this.key.equals(key) && signal.id().equals(id);
    }

    private FiledAlert alert() {
      return new FiledAlert(
          key,
          title,
          new Sighting(signal.id(), signal.name(), signal.summary(), signal.since(), null));
    }
  }

  /** Nothing was kept back. */
  public static HeldAlerts none() {
    return new HeldAlerts(List.of());
  }

  /** Whether one of this key fires, be it counted elsewhere since or not. */
  public boolean concern(AlertKey key) {
    return kept.stream().anyMatch(one -> one.key().equals(key) && one.signal().isActive());
  }

  /** The keys of those that wait. */
  public List<AlertKey> waiting() {
    return kept.stream().filter(Held::isWaiting).map(Held::key).distinct().toList();
  }

  /** Those of a key that wait. */
  List<FiledAlert> waiting(AlertKey key) {
    return kept.stream()
        .filter(one -> one.isWaiting() && one.key().equals(key))
        .map(Held::alert)
        .toList();
  }

  /** Whether it is among them and fires. */
  boolean awaitEndOf(FiledAlert alert) {
    return find(alert).filter(one -> one.signal().isActive()).isPresent();
  }

  private Optional<Held> find(FiledAlert alert) {
    return kept.stream().filter(one -> one.is(alert.key(), alert.sighting().id())).findFirst();
  }

  /** These with what was seen now; empty if there is no room for it. */
  Optional<HeldAlerts> with(FiledAlert alert, Instant now) {
    Optional<Held> known = find(alert);
    if (known.isPresent()) {
      Held old = known.get();
      Signal next = old.signal().with(alert.sighting(), now);
      // What begins anew while work goes on is as new as the first time.
      String incident = next.times() > old.signal().times() ? "" : old.incident();
      return Optional.of(replace(old, new Held(old.key(), old.title(), next, incident)));
    }
    List<Held> next = new ArrayList<>(kept);
    if (next.size() >= MOST) {
      Optional<Held> over =
          kept.stream()
              .filter(Predicate.not(Held::isWaiting))
              .min(
                  Comparator.comparing((Held one) -> one.signal().lastSeen())
                      .thenComparing(one -> one.signal().id()));
      if (over.isEmpty()) {
        return Optional.empty();
      }
      next.remove(over.get());
    }
    next.add(new Held(alert.key(), alert.title(), Signal.first(alert.sighting(), now), ""));
    return Optional.of(new HeldAlerts(next));
  }

  /** These, of which one is counted in an incident by now. */
  HeldAlerts countedIn(String incident, FiledAlert alert) {
    return find(alert)
        .map(old -> replace(old, new Held(old.key(), old.title(), old.signal(), incident)))
        .orElse(this);
  }

  /** These without one that another window has taken over. */
  HeldAlerts without(FiledAlert alert) {
    return find(alert)
        .map(old -> new HeldAlerts(kept.stream().filter(one -> !one.equals(old)).toList()))
        .orElse(this);
  }

  private HeldAlerts replace(Held old, Held next) {
    return new HeldAlerts(kept.stream().map(one -> one.equals(old) ? next : one).toList());
  }
}
