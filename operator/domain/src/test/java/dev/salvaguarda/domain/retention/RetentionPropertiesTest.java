package dev.salvaguarda.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Laws that hold for every history, every rule and every pass. */
class RetentionPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("America/St_Johns");

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everySnapshotIsJudgedOnceAndWhatGoesIsCrossedByNoFloor(@ForAll long seed) {
    World world = new World(new Random(seed));
    RetentionDecision decision = world.decide();

    assertThat(decision.snapshots())
        .extracting(JudgedSnapshot::snapshot)
        .containsExactlyInAnyOrderElementsOf(world.snapshots);
    assertThat(decision.snapshots()).allMatch(judged -> !judged.reasons().isEmpty());
    for (JudgedSnapshot judged : decision.of(Fate.REMOVED)) {
      SnapshotFact gone = judged.snapshot();
      assertThat(gone.time()).isBeforeOrEqualTo(world.now);
      assertThat(gone.lockedUntil())
          .satisfiesAnyOf(
              until -> assertThat(until).isNull(),
              until -> assertThat(until).isBeforeOrEqualTo(world.now));
      assertThat(world.floors.newestVerified()).doesNotContain(gone.id());
      assertThat(world.floors.goodRuns()).doesNotContain(gone.runUid());
      assertThat(world.floors.held()).doesNotContainKeys(gone.id(), gone.runUid());
      if (gone.good()) {
        assertThat(world.snapshots)
            .anyMatch(other ->
                other.good()
                    && other.origin().equals(gone.origin())
                    && !other.time().isAfter(world.now)
                    && !other.time().isBefore(gone.time())
                    && !decision.of(Fate.REMOVED).stream()
                        .map(JudgedSnapshot::snapshot)
                        .toList()
                        .contains(other));
      }
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void whatStrictRulesKeepMoreGenerousOnesKeepToo(@ForAll long seed) {
    World world = new World(new Random(seed));
    Set<String> strict = world.kept(world.rules);
    Set<String> generous = world.kept(more(world.rules));

    assertThat(generous).containsAll(strict);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noPassShortensAHistoryByMoreThanItsLimitOrBeforeItsNotice(@ForAll long seed) {
    Random random = new Random(seed);
    World world = new World(random);
    @Nullable Integer left = null;
    @Nullable Announcement told = null;
    for (int pass = 0; pass < 12; pass++) {
      world.now = world.now.plus(Duration.ofHours(1 + random.nextInt(60)));
      world.arrive(random.nextInt(4));
      if (random.nextInt(4) == 0) {
        world.rules = world.anyRules();
      }
      int before = world.snapshots.size();
      RetentionDecision decision = world.decide(new RemovalLimit(left, told, false));
      Set<String> gone = ids(decision.of(Fate.REMOVED));

      int had = left == null ? before : left;
      assertThat(before - gone.size())
          .isGreaterThanOrEqualTo(Math.min(before, had - Math.max(1, had * 3 / 10)));
      if (decision.announcement() != null && !gone.isEmpty()) {
        Announcement before24Hours = Objects.requireNonNull(told);
        assertThat(before24Hours.terms()).isEqualTo(decision.announcement().terms());
        assertThat(before24Hours.effective()).isBeforeOrEqualTo(world.now);
        Instant announcedAt = before24Hours.since();
        assertThat(decision.of(Fate.REMOVED))
            .allMatch(judged -> !judged.snapshot().time().isAfter(announcedAt));
      }
      world.snapshots.removeIf(one -> gone.contains(one.id()));
      left = world.snapshots.size();
      told = decision.announcement();
    }
  }

  private static RetentionRules more(RetentionRules rules) {
    return new RetentionRules(
        rules.keepLast() + 1,
        rules.keepHourly() == 0 ? 0 : rules.keepHourly() + 1,
        rules.keepDaily() == 0 ? 0 : rules.keepDaily() + 1,
        rules.keepWeekly() == 0 ? 0 : rules.keepWeekly() + 1,
        rules.keepMonthly() == 0 ? 0 : rules.keepMonthly() + 1,
        rules.keepYearly() == 0 ? 0 : rules.keepYearly() + 1,
        new CalendarSpan(
            rules.keepWithin().years(),
            rules.keepWithin().months(),
            rules.keepWithin().days(),
            rules.keepWithin().hours() + 1));
  }

  private static Set<String> ids(List<JudgedSnapshot> judged) {
    return judged.stream().map(one -> one.snapshot().id()).collect(Collectors.toSet());
  }

  private static final class World {
    private final Random random;
    private final List<SnapshotFact> snapshots = new ArrayList<>();
    private final Floors floors;
    private RetentionRules rules;
    private Instant now = START;
    private int made;

    World(Random random) {
      this.random = random;
      this.rules = anyRules();
      arrive(1 + random.nextInt(60));
      this.floors = anyFloors();
    }

    void arrive(int count) {
      IntStream.range(0, count).forEach(_ -> snapshots.add(any()));
    }

    private SnapshotFact any() {
      Instant time =
          now.minus(Duration.ofMinutes(random.nextInt(90 * 24 * 60)))
              .plus(random.nextInt(12) == 0 ? Duration.ofDays(95) : Duration.ZERO);
      String id = "s" + made++;
      return new SnapshotFact(
          id,
          time,
          "h" + random.nextInt(2),
          "t" + random.nextInt(3),
          "r" + random.nextInt(40),
          anyQuality(),
          random.nextInt(10) == 0 ? now.plus(Duration.ofDays(random.nextInt(40) - 20)) : null);
    }

    private Quality anyQuality() {
      return switch (random.nextInt(6)) {
        case 0 -> Quality.DOUBTED;
        case 1 -> Quality.SHORT;
        default -> Quality.GOOD;
      };
    }

    RetentionRules anyRules() {
      int[] counts = random.ints(6, -3, 6).map(one -> Math.max(0, one)).toArray();
      CalendarSpan within =
          random.nextBoolean()
              ? CalendarSpan.NONE
              : new CalendarSpan(0, random.nextInt(2), random.nextInt(20), random.nextInt(30));
      return new RetentionRules(
          1 + counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], within);
    }

    private Floors anyFloors() {
      Map<String, String> held = new HashMap<>();
      Set<String> verified = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        held.put("r" + random.nextInt(80), "a hold");
        held.put("s" + random.nextInt(120), "a restore");
        verified.add("s" + random.nextInt(120));
      }
      return new Floors(Set.of("r" + random.nextInt(80)), verified, held, Set.of());
    }

    RetentionDecision decide() {
      RemovalLimit[] limits = {
        RemovalLimit.FIRST,
        new RemovalLimit(null, null, true),
        new RemovalLimit(
            random.nextInt(100),
            new Announcement(now.minus(Duration.ofHours(random.nextInt(48))), terms(rules)),
            false)
      };
      return decide(limits[random.nextInt(limits.length)]);
    }

    RetentionDecision decide(RemovalLimit limit) {
      return RetentionDecision.decide(
          new RetentionTerms(rules, ZONE, floors, limit), snapshots, now);
    }

    Set<String> kept(RetentionRules with) {
      return ids(
          RetentionDecision.decide(
                  new RetentionTerms(with, ZONE, Floors.NONE, new RemovalLimit(null, null, true)),
                  snapshots,
                  now)
              .of(Fate.KEPT));
    }

    private static String terms(RetentionRules rules) {
      return rules.text() + " in " + ZONE.getId();
    }
  }
}
