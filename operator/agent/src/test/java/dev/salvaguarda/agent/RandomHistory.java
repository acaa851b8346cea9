package dev.salvaguarda.agent;

import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.RetentionRules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Times of snapshots, and rules, such as people have and such as they should never have. */
record RandomHistory(Random random, ZoneId zone) {
  private static final Instant FIRST = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2024-12-31T00:00:00Z");

  RetentionRules rules() {
    CalendarSpan within = random.nextInt(5) < 2 ? span() : CalendarSpan.NONE;
    int[] counts =
        random.ints(6, 0, 10).map(one -> one < 5 ? 0 : one == 9 ? -1 : count()).toArray();
    if (within.spansNothing() && Arrays.stream(counts).allMatch(one -> one == 0)) {
      counts[random.nextInt(6)] = count();
    }
    return new RetentionRules(
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], within);
  }

  /** Times of the snapshots of one target, some of them several times. */
  List<Instant> times(List<RetentionRules> rules) {
    List<Instant> times = new ArrayList<>();
    Instant at = start();
    int count = 1 + random.nextInt(14);
    Duration pace = pace();
    for (int i = 0; i < count; i++) {
      at = step(at, pace);
      times.add(at);
      if (random.nextInt(6) == 0) {
        times.add(at);
      }
    }
    Instant newest = at;
    rules.stream()
        .map(RetentionRules::keepWithin)
        .filter(span -> !span.spansNothing() && random.nextInt(4) == 0)
        .map(span -> roughlyBefore(newest, span))
        .forEach(times::add);
    return times;
  }

  private int count() {
    return 1 + random.nextInt(5);
  }

  private CalendarSpan span() {
    CalendarSpan span =
        switch (random.nextInt(4)) {
          case 0 -> new CalendarSpan(0, 0, 0, 1 + random.nextInt(80));
          case 1 -> new CalendarSpan(0, 0, 1 + random.nextInt(60), 0);
          case 2 -> new CalendarSpan(0, 1 + random.nextInt(30), random.nextInt(3), 0);
          default ->
              new CalendarSpan(
                  random.nextInt(3), random.nextInt(14), random.nextInt(40), random.nextInt(50));
        };
    return span.spansNothing() ? new CalendarSpan(0, 0, 0, 1) : span;
  }

  private Duration pace() {
    return switch (random.nextInt(6)) {
      case 0 -> Duration.ofMinutes(10);
      case 1 -> Duration.ofHours(1);
      case 2 -> Duration.ofHours(12);
      case 3 -> Duration.ofDays(1);
      case 4 -> Duration.ofDays(5);
      default -> Duration.ofDays(40);
    };
  }

  /** Near a change of the clocks, near the turn of a year, or anywhere. */
  private Instant start() {
    Instant anywhere =
        FIRST.plusSeconds(random.nextLong(Duration.between(FIRST, LAST).toSeconds()));
    Instant place =
        switch (random.nextInt(3)) {
          case 0 -> {
            ZoneOffsetTransition change = zone.getRules().nextTransition(anywhere);
            yield change == null || change.getInstant().isAfter(LAST)
                ? anywhere
                : change.getInstant();
          }
          case 1 ->
              LocalDate.ofInstant(anywhere, zone).withDayOfYear(1).atStartOfDay(zone).toInstant();
          default -> anywhere;
        };
    return place.minusSeconds(random.nextInt(3 * 3600));
  }

  private Instant step(Instant at, Duration pace) {
    Instant next = at.plusSeconds(random.nextLong(2 * pace.toSeconds()));
    return switch (random.nextInt(4)) {
      case 0 -> LocalDate.ofInstant(next, zone).atStartOfDay(zone).toInstant();
      case 1 -> next.plusNanos(random.nextInt(1_000_000_000));
      default -> at.plus(pace);
    };
  }

  /** About where the span begins, so that a mistake of an hour, or of a nanosecond, is seen. */
  private Instant roughlyBefore(Instant newest, CalendarSpan span) {
    Instant edge =
        newest
            .atZone(zone)
            .minusMonths(span.years() * 12L + span.months())
            .minusDays(span.days())
            .minusHours(span.hours())
            .toInstant();
    return switch (random.nextInt(4)) {
      case 0 -> edge.plusNanos(1);
      case 1 -> edge.plusSeconds(random.nextInt(7200) - 3600);
      case 2 -> edge.plus(Duration.ofDays(random.nextInt(7) - 3));
      default -> edge;
    };
  }
}
