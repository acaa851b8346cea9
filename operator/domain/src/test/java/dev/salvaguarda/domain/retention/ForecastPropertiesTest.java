package dev.salvaguarda.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.Tick;
import dev.salvaguarda.domain.schedule.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** The next pass does what was said of it, if the copies that are due are made. */
class ForecastPropertiesTest {
  private static final ZoneId ZONE = ZoneId.of("America/St_Johns");
  private static final Instant START = Instant.parse("2026-10-20T12:00:00Z");
  private static final List<String> CRONS =
      List.of("0 22 * * *", "15 */6 * * *", "30 3 * * 0", "0,30 * * * *", "0 12 1,15 * *");

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void theNextPassRemovesWhatWasSaidOfIt(@ForAll long seed) {
    World world = new World(new Random(seed));
    @Nullable Integer left = null;
    @Nullable Announcement told = null;
    for (int pass = 0; pass < 4; pass++) {
      RetentionTerms terms = world.terms(new RemovalLimit(left, told, world.lifted));
      RetentionDecision decision = RetentionDecision.decide(terms, world.facts(), world.now);
      world.forget(decision.of(Fate.REMOVED));
      left = world.snapshots.size();
      told = decision.announcement();
      Instant at = world.now.plus(Duration.ofMinutes(30 + world.random.nextInt(6 * 24 * 60)));
      RetentionForecast said =
          RetentionForecast.of(terms, world.facts(), told, world.now, world.next(at)).orElseThrow();
      Set<String> there = world.ids();

      world.copyUntil(at);

      List<JudgedSnapshot> done =
          RetentionDecision.decide(
                  world.terms(new RemovalLimit(left, told, world.lifted)), world.facts(), at)
              .of(Fate.REMOVED);
      assertThat(said.decision().of(Fate.REMOVED)).hasSameSizeAs(done);
      assertThat(ids(said.removed()))
          .isEqualTo(ids(done).stream().filter(there::contains).collect(Collectors.toSet()));
      assertThat(said.decision().snapshots()).hasSameSizeAs(world.snapshots);
    }
  }

  private static Set<String> ids(List<JudgedSnapshot> judged) {
    return judged.stream().map(one -> one.snapshot().id()).collect(Collectors.toSet());
  }

  /** A run, and how well it copied each target. */
  private record Run(String uid, Instant at, Map<String, Quality> targets) {
    boolean allWell() {
      return targets.values().stream().allMatch(Quality.GOOD::equals);
    }
  }

  /** A policy whose runs all go alike. */
  private static final class World {
    private final Random random;
    private final List<SnapshotFact> snapshots = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, Quality> targets = new LinkedHashMap<>();
    private final Map<String, Instant> holds = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();
    private final Set<String> verified = new HashSet<>();
    private final String cron;
    private final Duration delay;
    private final RetentionRules rules;
    private final boolean lifted;
    private Instant now = START;

    World(Random random) {
      this.random = random;
      this.cron = CRONS.get(random.nextInt(CRONS.size()));
      this.delay = Duration.ofMinutes(random.nextInt(10));
      this.rules = anyRules();
      this.lifted = random.nextInt(3) == 0;
      if (random.nextBoolean()) {
        targets.put("dropped", Quality.GOOD);
        copyUntil(now.plus(Duration.ofDays(10)));
        targets.remove("dropped");
      }
      for (int i = 0; i <= random.nextInt(3); i++) {
        targets.put(
            "t" + i,
            switch (random.nextInt(5)) {
              case 0 -> Quality.SHORT;
              case 1 -> Quality.DOUBTED;
              default -> Quality.GOOD;
            });
      }
      // Long enough that what was dropped is no more among the newest runs.
      copyUntil(now.plus(Duration.ofDays(60)));
      for (int i = 0; i < 3; i++) {
        holds.put(anyRun().uid(), now.plus(Duration.ofHours(random.nextInt(20 * 24) - 48)));
        holds.put(any().id(), now.plus(Duration.ofHours(random.nextInt(20 * 24) - 48)));
        verified.add(any().id());
      }
      if (random.nextInt(3) == 0) {
        damaged.add(any().id());
      }
    }

    private SnapshotFact any() {
      return snapshots.get(random.nextInt(snapshots.size()));
    }

    private Run anyRun() {
      return runs.get(random.nextInt(runs.size()));
    }

    private RetentionRules anyRules() {
      int[] counts = random.ints(6, -3, 8).map(one -> Math.max(0, one)).toArray();
      CalendarSpan within =
          random.nextBoolean()
              ? CalendarSpan.NONE
              : new CalendarSpan(0, 0, random.nextInt(20), random.nextInt(30));
      return new RetentionRules(
          1 + counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], within);
    }

    /** Makes the copies that are due from now on, and goes to this instant. */
    void copyUntil(Instant until) {
      CronReading reading = CronReading.of(cron);
      Timeline timeline =
          new Timeline(
              ZONE,
              List.of(
                  new Timeline.Cadence(
                      "only", ((CronReading.Understood) reading).pattern(), Instant.MIN)));
      Optional<Tick> tick = timeline.next(now.minus(delay));
      while (tick.isPresent() && tick.get().dueAt().plus(delay).isBefore(until)) {
        copy(tick.get().dueAt().plus(delay));
        tick = timeline.next(tick.get().dueAt());
      }
      now = until;
    }

    private void copy(Instant at) {
      Run run = new Run("run-" + at, at, Map.copyOf(targets));
      runs.add(run);
      targets.forEach((target, quality) ->
          snapshots.add(
              new SnapshotFact(target + "-" + at, at, "db", target, run.uid(), quality, null)));
    }

    void forget(List<JudgedSnapshot> gone) {
      Set<String> ids = ForecastPropertiesTest.ids(gone);
      snapshots.removeIf(one -> ids.contains(one.id()));
    }

    List<SnapshotFact> facts() {
      return snapshots.stream()
          .map(one ->
              damaged.contains(one.id())
                  ? new SnapshotFact(
                      one.id(),
                      one.time(),
                      one.host(),
                      one.target(),
                      one.runUid(),
                      Quality.DOUBTED,
                      null)
                  : one)
          .toList();
    }

    Set<String> ids() {
      return snapshots.stream().map(SnapshotFact::id).collect(Collectors.toSet());
    }

    RetentionTerms terms(RemovalLimit limit) {
      return new RetentionTerms(
          rules, ZONE, new Floors(good(newestFirst()), verified, held(now), damaged), limit);
    }

    NextPass next(Instant at) {
      Set<String> released = new HashSet<>(held(now).keySet());
      released.removeAll(held(at).keySet());
      Set<String> superseded = new HashSet<>();
      List<Run> newestFirst = newestFirst();
      if (!newestFirst.isEmpty()) {
        List<Run> after = new ArrayList<>(newestFirst);
        after.addFirst(new Run("due", at, newestFirst.getFirst().targets()));
        superseded.addAll(good(newestFirst));
        superseded.removeAll(good(after));
      }
      return new NextPass(at, List.of(cron), delay, released, superseded);
    }

    private Map<String, String> held(Instant at) {
      return holds.entrySet().stream()
          .filter(hold -> hold.getValue().isAfter(at))
          .collect(Collectors.toMap(Map.Entry::getKey, _ -> "a hold"));
    }

    private List<Run> newestFirst() {
      return runs.stream().sorted(Comparator.comparing(Run::at).reversed()).toList();
    }

    /** The first run that copied all well, and for each target the first that copied it well. */
    private static Set<String> good(List<Run> newestFirst) {
      Set<String> good = new HashSet<>();
      Set<String> covered = new HashSet<>();
      newestFirst.stream().filter(Run::allWell).findFirst().ifPresent(run -> good.add(run.uid()));
      for (Run run : newestFirst) {
        run.targets()
            .forEach((target, quality) -> {
              if (quality == Quality.GOOD && covered.add(target)) {
                good.add(run.uid());
              }
            });
      }
      return good;
    }
  }
}
