package dev.salvaguarda.domain.alert;

import dev.salvaguarda.domain.alert.AlertDecision.Count;
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
 */
public final class AlertBook {
  private final AlertKey key;
  private final List<Page> pages = new ArrayList<>();
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

  /**
   * What is to be done.
   *
   * @param alerts of this key, in the order in which monitoring sent them; at least one
   * @param known the incidents of this key, in any order
   */
  public static List<AlertDecision> decide(
      AlertKey key, List<FiledAlert> alerts, Collection<KnownIncident> known, Instant now) {
    AlertBook book = new AlertBook(key, now);
    known.stream()
        .sorted(Comparator.comparing(KnownIncident::openedAt).thenComparing(KnownIncident::name))
        .forEach(incident -> book.pages.add(new Page(incident, "")));
    alerts.forEach(book::enter);
    return book.decisions();
  }

  private void enter(FiledAlert alert) {
    Sighting seen = alert.sighting();
    if (!seen.isFiring()) {
      clear(seen);
      return;
    }
    Page page =
        firstOpen()
            .or(() -> pages.stream().filter(one -> one.signals.counts(seen)).findFirst())
            .orElseGet(() -> opened(alert));
    page.signals = page.signals.with(seen, now);
  }

  private Optional<Page> firstOpen() {
    return pages.stream().filter(page -> page.known == null || !page.known.isOver()).findFirst();
  }

  private Page opened(FiledAlert alert) {
    Page page = new Page(null, alert.title());
    pages.add(page);
    return page;
  }

  private void clear(Sighting seen) {
    List<Page> concerned = pages.stream().filter(page -> page.signals.awaitsEndOf(seen)).toList();
    concerned.forEach(page -> page.signals = page.signals.with(seen, now));
    if (concerned.isEmpty()) {
      ignored.add(
          new Ignore("%s is resolved, and no incident waits for that.".formatted(seen.name())));
    }
  }

  private List<AlertDecision> decisions() {
    List<AlertDecision> all = new ArrayList<>();
    for (Page page : pages) {
      if (page.known == null) {
        all.add(open(page));
      } else if (!page.signals.equals(page.known.signals())) {
        all.add(new Count(page.known, page.signals));
      }
    }
    all.addAll(ignored);
    return all;
  }

  private Open open(Page page) {
    Optional<KnownIncident> previous =
        pages.stream()
            .map(one -> one.known)
            .flatMap(known -> Optional.ofNullable(known).stream())
            .reduce((_, newer) -> newer);
    Instant since =
        page.signals.kept().stream().map(Signal::since).min(Comparator.naturalOrder()).orElse(now);
    return new Open(
        key,
        IncidentName.ofAlerts(
            key.component(), key.id(), previous.map(KnownIncident::uid).orElse("")),
        page.title,
        since.isAfter(now) ? now : since,
        previous.map(KnownIncident::name).orElse(null),
        page.signals);
  }
}
