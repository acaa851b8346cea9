package dev.salvaguarda.bench;

import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.retention.SnapshotFact;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Decides about 10,000 snapshots: two targets, one copy of each every hour. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@Threads(1)
public class RetentionLoop {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("America/Fortaleza");
  private static final RetentionRules RULES =
      new RetentionRules(24, 48, 30, 12, 24, 10, new CalendarSpan(0, 1, 0, 0));

  private final List<SnapshotFact> snapshots =
      IntStream.range(0, 10_000)
          .mapToObj(number ->
              new SnapshotFact(
                  Integer.toHexString(number * 0x9E3779B1),
                  NOW.minus(Duration.ofHours(number / 2)),
                  "db",
                  number % 2 == 0 ? "payroll" : "tax",
                  "run-" + number / 2,
                  Quality.GOOD,
                  null))
          .toList();

  @Benchmark
  public RetentionDecision removingAll() {
    return decide(new RemovalLimit(null, null, true));
  }

  @Benchmark
  public RetentionDecision removingAPart() {
    Announcement told =
        new Announcement(NOW.minus(Announcement.NOTICE), RULES.text() + " in " + ZONE.getId());
    return decide(new RemovalLimit(10_000, told, false));
  }

  private RetentionDecision decide(RemovalLimit limit) {
    return RetentionDecision.decide(
        new RetentionTerms(RULES, ZONE, Floors.NONE, limit), snapshots, NOW);
  }
}
