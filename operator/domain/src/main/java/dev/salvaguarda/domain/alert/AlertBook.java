package dev.salvaguarda.domain.alert;

import dev.salvaguarda.domain.alert.AlertDecision.Count;
import dev.salvaguarda.domain.alert.AlertDecision.HoldBack;
import dev.salvaguarda.domain.alert.AlertDecision.Ignore;
import dev.salvaguarda.domain.alert.AlertDecision.Open;
import dev.salvaguarda.domain.name.IncidentName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What alerts of one key make of the incidents of that key; pure.
 *
 * <p>One that fires is counted in the incident that is open. Without one it opens one, unless this
 * very firing was counted in an incident that people have ended since: they know of it. One that is
 * resolved is noted wherever it was counted, and ends nothing.
 *
 * <p>While maintenance keeps it from opening one, it is written down in the window. If it still
 * fires when no window does so any more, it is as if it were sent then. What a window has no room
 * for opens an incident: nothing is dropped.
 */
public final class AlertBook {
  private final AlertKey key;
  private final List<Page> pages = new ArrayList<>();
  private final List<Shelf> shelves = new ArrayList<>();
  private final List<AlertDecision> ignored = new ArrayList<>();
  private final Instant now;

  private AlertBook(AlertKey key, Instant now) {
    this.key = key;
    this.now = now;
  }

  /**
   * An incident and what is to be written into it; of one that is to be opened nothing is known.
   */
  private static final class Page {
    private final @Nullable KnownIncident known;
    private final String title;
    private Signals signals;

    private Page(@Nullable KnownIncident known, String title) {
      this.known = known;
      this.title = title;
      this.signals = known == null ? Signals.none() : known.signals();
    }
  }

  /** A maintenance window and what is to be written into it. */
  private static final class Shelf {
    private final HoldingWindow window;
    private HeldAlerts held;

    private Shelf(HoldingWindow window) {
      this.window = window;
      this.held = window.held();
    }
  }

  /**
   * What is to be done.
   *
   * @param alerts of this key, in the order in which monitoring sent them; none if windows alone
   *     are to be looked at
   * @param known the incidents of this key, in any order
   * @param windows that concern this key; of those that are quiet, the first has to keep it back
   */
  public static List<AlertDecision> decide(
      AlertKey key,
      List<FiledAlert> alerts,
      Collection<KnownIncident> known,
      List<HoldingWindow> windows,
      Instant now) {
    AlertBook book = new AlertBook(key, now);
    windows.forEach(window -> book.shelves.add(new Shelf(window)));
    known.stream()
        .sorted(Comparator.comparing(KnownIncident::openedAt).thenComparing(KnownIncident::name))
        .forEach(incident -> book.pages.add(new Page(incident, "")));
    alerts.forEach(book::enter);
    book.handOn();
    return book.decisions();
  }

  private void enter(FiledAlert alert) {
    if (alert.sighting().isFiring()) {
      file(alert);
    } else {
      clear(alert);
    }
  }

  /** The incident where one that fires is counted; empty if a window keeps it back. */
  private Optional<Page> file(FiledAlert alert) {
    Optional<Page> there = counting(alert.sighting());
    if (there.isEmpty() && hold(alert)) {
      return Optional.empty();
    }
    Page page = there.orElseGet(() -> opened(alert));
    count(alert, page);
    return Optional.of(page);
  }

  private void count(FiledAlert alert, Page page) {
    page.signals = page.signals.with(alert.sighting(), now);
  }

  /** Where it is counted, whatever maintenance goes on. */
  private Optional<Page> counting(Sighting seen) {
    return firstOpen().or(() -> pages.stream().filter(one -> one.signals.counts(seen)).findFirst());
  }

  private boolean hold(FiledAlert alert) {
    for (Shelf shelf : shelves) {
      Optional<HeldAlerts> next =
          shelf.window.isQuiet() ? shelf.held.with(alert, now) : Optional.empty();
      if (next.isPresent()) {
        shelf.held = next.get();
        return true;
      }
    }
    return false;
  }

  /** What waits in windows that keep nothing back any more goes where it would go now. */
  private void handOn() {
    for (Shelf shelf : shelves.stream().filter(one -> !one.window.isQuiet()).toList()) {
      for (FiledAlert alert : shelf.held.waiting(key)) {
        shelf.held =
            file(alert)
                .map(page -> shelf.held.countedIn(name(page), alert))
                .orElseGet(() -> shelf.held.without(alert));
      }
    }
  }

  private Optional<Page> firstOpen() {
    return pages.stream().filter(page -> page.known == null || !page.known.isOver()).findFirst();
  }

  private Page opened(FiledAlert alert) {
    Page page = new Page(null, alert.title());
    pages.add(page);
    return page;
  }

  private void clear(FiledAlert alert) {
    Sighting seen = alert.sighting();
    List<Page> concerned = pages.stream().filter(page -> page.signals.awaitsEndOf(seen)).toList();
    concerned.forEach(page -> count(alert, page));
    List<Shelf> holding = shelves.stream().filter(one -> one.held.awaitEndOf(alert)).toList();
    holding.forEach(shelf -> shelf.held = shelf.held.with(alert, now).orElse(shelf.held));
    if (concerned.isEmpty() && holding.isEmpty()) {
      ignored.add(
          new Ignore("%s is resolved, and no incident waits for that.".formatted(seen.name())));
    }
  }

  /** What takes something over is written before that which it is taken from. */
  private List<AlertDecision> decisions() {
    List<AlertDecision> all = new ArrayList<>();
    for (Page page : pages) {
      if (page.known == null) {
        all.add(open(page));
      } else if (!page.signals.equals(page.known.signals())) {
        all.add(new Count(page.known, page.signals));
      }
    }
    shelves.stream()
        .filter(shelf -> !shelf.held.equals(shelf.window.held()))
        .sorted(Comparator.comparing(shelf -> !shelf.window.isQuiet()))
        .forEach(shelf -> all.add(new HoldBack(shelf.window, shelf.held)));
    all.addAll(ignored);
    return all;
  }

  private Optional<KnownIncident> newest() {
    return pages.stream()
        .map(one -> one.known)
        .flatMap(known -> Optional.ofNullable(known).stream())
        .reduce((_, newer) -> newer);
  }

  private String name(Page page) {
    return page.known != null
        ? page.known.name()
        : IncidentName.ofAlerts(
            key.component(), key.id(), newest().map(KnownIncident::uid).orElse(""));
  }

  private Open open(Page page) {
    Instant since =
        page.signals.kept().stream().map(Signal::since).min(Comparator.naturalOrder()).orElse(now);
    return new Open(
        key,
        name(page),
        page.title,
        since.isAfter(now) ? now : since,
        newest().map(KnownIncident::name).orElse(null),
        page.signals);
  }
}
