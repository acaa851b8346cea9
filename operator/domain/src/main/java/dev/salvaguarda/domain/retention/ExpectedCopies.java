package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.SnapshotFact.Origin;
import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.Tick;
import dev.salvaguarda.domain.schedule.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The copies that a policy's schedules bring until the next pass. */
final class ExpectedCopies {
  /** Counting more would take longer than it is worth. */
  private static final int MOST = 20_000;

  /** A target that none of so many runs copied is not expected to be copied again. */
  private static final int RUNS = 3;

  private final List<SnapshotFact> newestFirst;
  private final Set<String> damaged;
  private final ZoneId zone;
  private final NextPass next;

  /**
   * @param left snapshots of the policy that are there now
   * @param damaged ids of those that are known to lack something: the next copy won't for that
   */
  ExpectedCopies(Collection<SnapshotFact> left, Set<String> damaged, ZoneId zone, NextPass next) {
    this.newestFirst =
        left.stream()
            .filter(snapshot -> !snapshot.time().isAfter(next.at()))
            .sorted(Comparator.comparing(SnapshotFact::time).reversed())
            .toList();
    this.damaged = damaged;
    this.zone = zone;
    this.next = next;
  }

  /** As facts; empty if there are more than can be counted. */
  Optional<List<SnapshotFact>> facts(Instant now) {
    List<SnapshotFact> expected = new ArrayList<>();
    Map<Origin, Quality> origins = origins();
    Timeline timeline = timeline();
    Optional<Tick> tick = origins.isEmpty() ? Optional.empty() : timeline.next(after(now));
    while (tick.isPresent() && tick.get().dueAt().plus(next.delay()).isBefore(next.at())) {
      if (expected.size() + origins.size() > MOST) {
        return Optional.empty();
      }
      Instant at = tick.get().dueAt().plus(next.delay());
      origins.forEach((origin, quality) ->
          expected.add(
              new SnapshotFact(
                  "due-%d".formatted(expected.size()),
                  at,
                  origin.host(),
                  origin.target(),
                  "due-" + at,
                  quality,
                  null)));
      tick = timeline.next(tick.get().dueAt());
    }
    return Optional.of(expected);
  }

  /** What was captured since the pass decided is not due once more. */
  private Instant after(Instant now) {
    Instant newest = newestFirst.getFirst().time();
    return (newest.isAfter(now) ? newest : now).minus(next.delay());
  }

  private Timeline timeline() {
    return new Timeline(
        zone,
        next.crons().stream()
            .flatMap(cron ->
                switch (CronReading.of(cron)) {
                  case CronReading.Understood(var pattern) ->
                      Optional.of(new Timeline.Cadence(cron, pattern, Instant.MIN)).stream();
                  case CronReading.Rejected _ -> Optional.<Timeline.Cadence>empty().stream();
                })
            .toList());
  }

  /** What the newest runs copied from where the newest did, each as well as it was copied last. */
  private Map<Origin, Quality> origins() {
    Map<Origin, Quality> origins = new LinkedHashMap<>();
    if (newestFirst.isEmpty()) {
      return origins;
    }
    String host = newestFirst.getFirst().host();
    List<SnapshotFact> own =
        newestFirst.stream().filter(snapshot -> snapshot.host().equals(host)).toList();
    Set<String> runs =
        own.stream().map(ExpectedCopies::maker).distinct().limit(RUNS).collect(Collectors.toSet());
    own.stream()
        .filter(snapshot -> runs.contains(maker(snapshot)))
        .forEach(snapshot -> origins.putIfAbsent(snapshot.origin(), quality(snapshot, own)));
    return origins;
  }

  private Quality quality(SnapshotFact newest, List<SnapshotFact> own) {
    return own.stream()
        .filter(snapshot -> snapshot.origin().equals(newest.origin()))
        .filter(snapshot -> !damaged.contains(snapshot.id()))
        .findFirst()
        .map(SnapshotFact::quality)
        .orElse(Quality.GOOD);
  }

  private static String maker(SnapshotFact snapshot) {
    return snapshot.runUid().isEmpty() ? snapshot.id() : snapshot.runUid();
  }
}
