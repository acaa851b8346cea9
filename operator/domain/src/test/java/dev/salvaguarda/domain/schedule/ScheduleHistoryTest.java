package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Lives through weeks of a policy whose operator comes and goes at random. */
class ScheduleHistoryTest {

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void everyTickIsStartedOrRecordedExactlyOnceWhateverTheOperatorGoesThrough(
      @ForAll("zones") ZoneId zone,
      @ForAll("patterns") CronPattern pattern,
      @ForAll("patterns") CronPattern other,
      @ForAll long seed) {
    History history = new History(zone, List.of(pattern, other), new Random(seed));

    history.live(250);

    assertThat(history.handled).doesNotHaveDuplicates().isEqualTo(history.ticksUntilHandled());
    assertThat(history.startedWhilePending).isFalse();
  }

  @Provide
  Arbitrary<CronPattern> patterns() {
    return Patterns.any();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "America/Sao_Paulo",
            "Europe/London",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Asia/Tehran",
            "Pacific/Apia")
        .map(ZoneId::of);
  }

  private static final class History {
    private static final Instant BIRTH = Instant.parse("2011-10-01T00:00:00Z");

    private final Random random;
    private final Timeline timeline;
    private final StartRules rules;
    private final List<Instant> handled = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Instant now = BIRTH;
    private Instant handledUntil = BIRTH;
    private Instant lastStart = Instant.MIN;
    private boolean pending;
    private boolean startedWhilePending;

    History(ZoneId zone, List<CronPattern> patterns, Random random) {
      this.random = random;
      List<Timeline.Cadence> cadences = new ArrayList<>();
      for (CronPattern pattern : patterns) {
        cadences.add(new Timeline.Cadence("s" + cadences.size(), pattern, BIRTH));
      }
      this.timeline = new Timeline(zone, cadences);
      this.rules =
          new StartRules(
              Duration.ofSeconds(random.nextInt(600)),
              Duration.ofMinutes(random.nextInt(90)),
              random.nextBoolean() ? MissedRuns.RUN_ONCE : MissedRuns.SKIP);
    }

    void live(int steps) {
      for (int i = 0; i < steps; i++) {
        SchedulePlan plan =
            SchedulePlan.decide(
                timeline, rules, new Standing(handledUntil, pending, lastStart), now);
        boolean killed = random.nextInt(10) == 0;
        int done = killed ? random.nextInt(plan.actions().size() + 1) : plan.actions().size();
        plan.actions().subList(0, done).forEach(this::apply);
        if (!killed) {
          assertThat(plan.handledUntil()).isEqualTo(handledUntil);
        }
        assertThat(plan.lookAgainAt()).isAfter(now);
        passTime(plan.lookAgainAt());
      }
    }

    private void apply(Action action) {
      switch (action) {
        case Action.Start(Tick tick) -> {
          create(tick.dueAt().toString());
          handled.add(tick.dueAt());
          handledUntil = tick.dueAt();
        }
        case Action.CatchUp(var gap) -> create(gap.last().dueAt() + "-catchup");
        case Action.RecordMissed(var gap) -> {
          Tick tick = gap.first();
          int count = 0;
          while (!tick.dueAt().isAfter(gap.last().dueAt())) {
            handled.add(tick.dueAt());
            count++;
            tick = timeline.next(tick.dueAt()).orElseThrow();
          }
          assertThat(gap.count()).isEqualTo(count);
          handledUntil = gap.last().dueAt();
        }
      }
    }

    private void create(String name) {
      startedWhilePending |= pending;
      assertThat(names.add(name)).as("created twice: " + name).isTrue();
      pending = true;
    }

    private void passTime(Instant lookAgainAt) {
      boolean away = random.nextInt(12) == 0;
      Duration nap = Duration.ofMinutes(random.nextInt(60 * 24 * 3));
      Instant next = now.plus(Duration.ofSeconds(random.nextInt(3600)));
      now = away ? now.plus(nap) : lookAgainAt.isBefore(next) ? lookAgainAt : next;
      if (pending && random.nextInt(3) > 0) {
        pending = false;
        lastStart = now;
      }
    }

    List<Instant> ticksUntilHandled() {
      List<Instant> ticks = new ArrayList<>();
      Tick tick = timeline.next(BIRTH).orElseThrow();
      while (!tick.dueAt().isAfter(handledUntil)) {
        ticks.add(tick.dueAt());
        tick = timeline.next(tick.dueAt()).orElseThrow();
      }
      return ticks;
    }
  }
}
