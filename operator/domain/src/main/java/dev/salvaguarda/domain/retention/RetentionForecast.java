package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the next pass keeps and removes, if the copies that are due until then are made as the
 * newest ones were, and nothing else changes: neither rules nor holds, tests or locks.
 *
 * @param decision of the next pass
 * @param expected ids, made up, of the copies among its snapshots that are not there yet
 */
public record RetentionForecast(RetentionDecision decision, Set<String> expected) {
  public RetentionForecast {
    expected = Set.copyOf(expected);
  }

  /**
   * Decides for the next pass.
   *
   * @param terms of the pass that is over
   * @param left snapshots of the policy that it left, and those that have come since
   * @param told what it announced; null if nothing
   * @param now the instant for which it decided
   * @return empty if more copies are due until then than can be counted
   */
  public static Optional<RetentionForecast> of(
      RetentionTerms terms,
      Collection<SnapshotFact> left,
      @Nullable Announcement told,
      Instant now,
      NextPass next) {
    return new ExpectedCopies(left, terms.floors().damaged(), terms.zone(), next)
        .facts(now)
        .map(expected -> {
          List<SnapshotFact> then = new ArrayList<>(left);
          then.addAll(expected);
          RetentionTerms later =
              new RetentionTerms(
                  terms.rules(),
                  terms.zone(),
                  floors(terms.floors(), next, !expected.isEmpty()),
                  new RemovalLimit(left.size(), told, terms.limit().lifted()));
          return new RetentionForecast(
              RetentionDecision.decide(later, then, next.at()),
              expected.stream().map(SnapshotFact::id).collect(Collectors.toSet()));
        });
  }

  private static Floors floors(Floors now, NextPass next, boolean copied) {
    Set<String> goodRuns = new HashSet<>(now.goodRuns());
    if (copied) {
      goodRuns.removeAll(next.superseded());
    }
    Map<String, String> held = new HashMap<>(now.held());
    held.keySet().removeAll(next.released());
    return new Floors(goodRuns, now.newestVerified(), held, now.damaged());
  }

  /** Those of the removed that are there already, the newest first. */
  public List<JudgedSnapshot> removed() {
    return decision.of(Fate.REMOVED).stream()
        .filter(judged -> !expected.contains(judged.snapshot().id()))
        .toList();
  }
}
