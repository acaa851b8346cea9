package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps what no rule may remove. */
final class FloorJudge {
  private final Floors floors;
  private final Set<String> newestGood;
  private final Instant now;

  /**
   * @param newestFirst all snapshots of the policy
   */
  FloorJudge(Floors floors, List<SnapshotFact> newestFirst, Instant now) {
    this.floors = floors;
    this.now = now;
    this.newestGood =
        newestFirst.stream()
            .filter(snapshot -> snapshot.good() && !isDatedAhead(snapshot, now))
            .collect(
                Collectors.toMap(SnapshotFact::origin, SnapshotFact::id, (newest, _) -> newest))
            .values()
            .stream()
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it says that it was made later than now. */
  static boolean isDatedAhead(SnapshotFact snapshot, Instant now) {
    return snapshot.time().isAfter(now);
  }

  /** What becomes of a snapshot that the rules judged so. */
  JudgedSnapshot judge(JudgedSnapshot byRules) {
    List<Reason> kept = floors(byRules.snapshot()).toList();
    if (kept.isEmpty()) {
      return byRules;
    }
    Stream<Reason> rules = byRules.fate() == Fate.KEPT ? byRules.reasons().stream() : Stream.of();
    return new JudgedSnapshot(
        byRules.snapshot(), Fate.KEPT, Stream.concat(rules, kept.stream()).toList());
  }

  private Stream<Reason> floors(SnapshotFact snapshot) {
    return Stream.<Function<SnapshotFact, Stream<Reason>>>of(
            this::newestGood, this::newestVerified, this::onHold, this::locked, this::datedAhead)
        .flatMap(floor -> floor.apply(snapshot));
  }

  private Stream<Reason> newestGood(SnapshotFact snapshot) {
    return newestGood.contains(snapshot.id()) || floors.goodRuns().contains(snapshot.runUid())
        ? reason(Cause.NEWEST_GOOD, "of " + snapshot.target())
        : Stream.empty();
  }

  private Stream<Reason> newestVerified(SnapshotFact snapshot) {
    return floors.newestVerified().contains(snapshot.id())
        ? reason(Cause.NEWEST_VERIFIED, "of " + snapshot.target())
        : Stream.empty();
  }

  private Stream<Reason> onHold(SnapshotFact snapshot) {
    return Stream.of(snapshot.id(), snapshot.runUid())
        .flatMap(held -> Stream.ofNullable(floors.held().get(held)))
        .map(why -> new Reason(Cause.ON_HOLD, why));
  }

  private Stream<Reason> locked(SnapshotFact snapshot) {
    Instant until = snapshot.lockedUntil();
    return until == null || !until.isAfter(now)
        ? Stream.empty()
        : reason(Cause.LOCKED, "until " + until);
  }

  private Stream<Reason> datedAhead(SnapshotFact snapshot) {
    return isDatedAhead(snapshot, now)
        ? reason(Cause.DATED_AHEAD, "%s is later than now".formatted(snapshot.time()))
        : Stream.empty();
  }

  private static Stream<Reason> reason(Cause cause, String text) {
    return Stream.of(new Reason(cause, text));
  }
}
