package dev.salvaguarda.agent.retention;

import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionForecast;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.retention.SnapshotFact;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The snapshots of one policy, to be judged. The store is asked about locks of those only that no
 * rule keeps: that costs a request for each. Those that are held back are asked about, too: what is
 * locked must neither be announced as going nor count against what a pass may remove.
 */
final class PolicySnapshots {
  private final RetentionOrder order;
  private final RetentionTerms terms;
  private final List<SnapshotFact> facts;
  private final Function<String, Optional<Instant>> lockOf;
  private final Map<String, Optional<Instant>> locks = new HashMap<>();

  /**
   * @param all snapshots of the repository
   * @param lockOf asks the store until when it locks the snapshot of an id
   */
  PolicySnapshots(
      RetentionOrder order, List<Snapshot> all, Function<String, Optional<Instant>> lockOf) {
    this.order = order;
    this.terms = here(order.terms(), all);
    this.facts = all.stream().flatMap(snapshot -> fact(order, snapshot).stream()).toList();
    this.lockOf = lockOf;
  }

  /** What becomes of them in this pass. */
  RetentionDecision decide() {
    RetentionDecision decision;
    do {
      decision = RetentionDecision.decide(terms, known(facts), order.at());
    } while (ask(decision));
    return decision;
  }

  /**
   * What becomes of those that stay in the next pass; empty if that can't be counted.
   *
   * @param outcome what became of them in this one
   * @param refused ids of those that the store did not let go of, nor will it then
   */
  Optional<RetentionForecast> forecast(
      RetentionDecision outcome, Set<String> refused, NextPass next) {
    refused.forEach(id -> locks.put(id, Optional.of(next.at().plusSeconds(1))));
    Set<String> gone =
        outcome.of(Fate.REMOVED).stream()
            .map(judged -> judged.snapshot().id())
            .collect(Collectors.toSet());
    List<SnapshotFact> left = facts.stream().filter(fact -> !gone.contains(fact.id())).toList();
    Optional<RetentionForecast> forecast;
    do {
      forecast = RetentionForecast.of(terms, known(left), outcome.announcement(), order.at(), next);
    } while (forecast.filter(one -> ask(one.decision())).isPresent());
    return forecast;
  }

  /** With the locks that are known. */
  private List<SnapshotFact> known(List<SnapshotFact> some) {
    return some.stream()
        .map(fact -> locks.getOrDefault(fact.id(), Optional.empty()).map(fact::locked).orElse(fact))
        .toList();
  }

  /** Asks for locks that matter and are not known; whether there were any such. */
  private boolean ask(RetentionDecision decision) {
    Set<String> stored = facts.stream().map(SnapshotFact::id).collect(Collectors.toSet());
    List<String> unasked =
        Stream.of(Fate.REMOVED, Fate.HELD_BACK)
            .flatMap(fate -> decision.of(fate).stream())
            .map(JudgedSnapshot::snapshot)
            .map(SnapshotFact::id)
            .filter(id -> stored.contains(id) && !locks.containsKey(id))
            .toList();
    unasked.forEach(id -> locks.put(id, lockOf.apply(id)));
    return !unasked.isEmpty();
  }

  /** A floor that names a snapshot names its copies in other repositories as well. */
  private static RetentionTerms here(RetentionTerms terms, List<Snapshot> all) {
    Floors floors = terms.floors();
    Set<String> named = floors.newestVerified();
    Set<String> verified =
        all.stream()
            .filter(snapshot -> named.contains(snapshot.origin().toString()))
            .map(snapshot -> snapshot.id().toString())
            .collect(Collectors.toCollection(() -> new HashSet<>(named)));
    return new RetentionTerms(
        terms.rules(),
        terms.zone(),
        new Floors(floors.goodRuns(), verified, floors.held(), floors.damaged()),
        terms.limit());
  }

  private static Optional<SnapshotFact> fact(RetentionOrder order, Snapshot snapshot) {
    String id = snapshot.id().toString();
    String target = SnapshotTags.targetOf(snapshot.tags());
    if (!SnapshotTags.isOnlyOf(snapshot.tags(), order.namespace(), order.policy())
        || target.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SnapshotFact(
            id,
            snapshot.time(),
            snapshot.hostname(),
            target,
            SnapshotTags.runUidOf(snapshot.tags()),
            order.terms().floors().damaged().contains(id)
                ? Quality.DOUBTED
                : SnapshotTags.qualityOf(snapshot.tags()),
            null));
  }
}
