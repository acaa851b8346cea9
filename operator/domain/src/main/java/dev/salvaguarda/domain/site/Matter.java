package dev.salvaguarda.domain.site;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An incident or a maintenance window, as far as was told.
 *
 * @param told at least one message, the newest first
 */
record Matter(Standing standing, List<Told> told) {
  private static final Comparator<Matter> NEWEST_FIRST =
      Comparator.comparing((Matter matter) -> matter.newest().at())
          .thenComparing(matter -> matter.newest().id())
          .reversed();

  /** Those of a site, the newest first. */
  static List<Matter> of(Site site) {
    return site.told().stream().collect(Collectors.groupingBy(Told::subject)).values().stream()
        .map(Matter::of)
        .sorted(NEWEST_FIRST)
        .toList();
  }

  private static Matter of(List<Told> oldestFirst) {
    Standing standing =
        oldestFirst.stream().map(Told::standing).max(Comparator.naturalOrder()).orElseThrow();
    return new Matter(
        standing == Standing.OVERRUN ? unlessMoved(oldestFirst) : standing, oldestFirst.reversed());
  }

  /** Maintenance that took too long may be moved: then it is planned again, or overrun again. */
  private static Standing unlessMoved(List<Told> oldestFirst) {
    return oldestFirst.stream()
        .map(Told::standing)
        .filter(standing -> standing == Standing.OVERRUN || standing == Standing.PLANNED)
        .reduce((_, newer) -> newer)
        .orElseThrow();
  }

  /** What the page as a whole says: the worst of what goes on; empty if nothing does. */
  static Optional<Standing> worst(Collection<Matter> all) {
    return List.of(Standing.DISTURBED, Standing.OVERRUN, Standing.UNDER_ANALYSIS).stream()
        .filter(standing -> all.stream().anyMatch(matter -> matter.standing == standing))
        .findFirst();
  }

  Told newest() {
    return told.getFirst();
  }

  /** What it is called: as the message called it that says how it stands, no mere update. */
  Told heading() {
    List<Told> saying = told.stream().filter(one -> one.standing() == standing).toList();
    return saying.stream()
        .filter(one -> !one.message().equals("IncidentUpdate"))
        .findFirst()
        .orElse(saying.getFirst());
  }

  Instant since() {
    return told.getLast().at();
  }
}
