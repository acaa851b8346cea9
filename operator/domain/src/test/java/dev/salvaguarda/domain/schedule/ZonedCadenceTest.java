package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ZonedCadenceTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  @Test
  void aTickInTheSkippedHourComesDueAtItsEndOnce() {
    assertThat(between(Patterns.dailyAt(1, 30), LONDON, "2026-03-28T12:00Z", "2026-03-30T12:00Z"))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void manyTicksInTheSkippedHourComeDueTogether() {
    assertThat(between(Patterns.everyMinutes(20), LONDON, "2026-03-29T00:30Z", "2026-03-29T01:50Z"))
        .containsExactly(
            "2026-03-29T00:40:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T01:20:00Z",
            "2026-03-29T01:40:00Z");
  }

  @Test
  void aFixedHourIsDueInTheFirstPassOfTheRepeatedHourOnly() {
    assertThat(between(Patterns.dailyAt(1, 30), LONDON, "2026-10-24T12:00Z", "2026-10-26T12:00Z"))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void aWildcardHourIsDueInBothPasses() {
    assertThat(between(Patterns.hourlyAt(30), LONDON, "2026-10-25T00:00Z", "2026-10-25T03:00Z"))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
    assertThat(between(Patterns.hourlyAt(0), LONDON, "2026-10-24T23:30Z", "2026-10-25T02:30Z"))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
  }

  @Test
  void halfAnHourOfSummerTimeIsHandledLikeAWholeOne() {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");

    assertThat(between(Patterns.dailyAt(2, 15), lordHowe, "2026-10-03T00:00Z", "2026-10-04T18:00Z"))
        .containsExactly("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z");
    assertThat(between(Patterns.dailyAt(1, 45), lordHowe, "2026-04-04T00:00Z", "2026-04-05T18:00Z"))
        .containsExactly("2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z");
  }

  @Test
  void theDayThatApiaLeftOutRunsWhenTheNextBegins() {
    assertThat(
            between(
                Patterns.dailyAt(22, 0),
                ZoneId.of("Pacific/Apia"),
                "2011-12-29T12:00Z",
                "2012-01-01T12:00Z"))
        .containsExactly(
            "2011-12-30T08:00:00Z",
            "2011-12-30T10:00:00Z",
            "2011-12-31T08:00:00Z",
            "2012-01-01T08:00:00Z");
  }

  @Test
  void midnightThatSummerTimeSkippedInSaoPauloRunsAtOne() {
    assertThat(
            between(
                Patterns.dailyAt(0, 0),
                ZoneId.of("America/Sao_Paulo"),
                "2018-11-03T12:00Z",
                "2018-11-05T12:00Z"))
        .containsExactly("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z");
  }

  @Test
  void aNameTellsTheSecondPassFromTheFirst() {
    Tick first = new Tick("hourly", Instant.parse("2026-10-25T00:30:00Z"));
    Tick second = new Tick("hourly", Instant.parse("2026-10-25T01:30:00Z"));

    assertThat(first.wallClock(LONDON)).isEqualTo(second.wallClock(LONDON));
    assertThat(first.inRepeatedHour(LONDON)).isFalse();
    assertThat(second.inRepeatedHour(LONDON)).isTrue();
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everyTickIsWhereTheWallClockSaysThroughYearsOfClockChanges(
      @ForAll("zones") ZoneId zone,
      @ForAll("patterns") CronPattern pattern,
      @ForAll @LongRange(min = 0, max = 2_200_000_000L) long secondsSince1970) {
    Instant anywhere = Instant.ofEpochSecond(secondsSince1970);
    ZoneOffsetTransition change = zone.getRules().nextTransition(anywhere);
    Instant start = (change == null ? anywhere : change.getInstant()).minus(Duration.ofHours(30));
    Instant end = start.plus(Duration.ofHours(60));

    assertThat(ticks(pattern, zone, start, end))
        .isEqualTo(List.copyOf(byWallClock(pattern, zone, start, end)));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aDailyScheduleRunsOnceADayInEveryZone(
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = 0, max = 1439) long minuteOfDay,
      @ForAll @LongRange(min = 0, max = 2_200_000_000L) long secondsSince1970) {
    CronPattern daily = Patterns.dailyAt((int) minuteOfDay / 60, (int) minuteOfDay % 60);
    LocalDateTime midnight =
        LocalDateTime.ofEpochSecond(secondsSince1970, 0, ZoneOffset.UTC)
            .toLocalDate()
            .atStartOfDay();
    Instant start = midnight.atZone(zone).toInstant();
    Instant end = midnight.plusDays(100).atZone(zone).toInstant();

    List<Instant> ticks = ticks(daily, zone, start.minusMillis(1), end.minusMillis(1));

    // A zone that leaves out a whole day runs that day's tick together with the next day's first.
    assertThat(ticks.size()).isBetween(99, 100);
  }

  @Provide
  Arbitrary<CronPattern> patterns() {
    return Patterns.any();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    Arbitrary<String> known =
        Arbitraries.of(
            "America/Sao_Paulo",
            "America/Fortaleza",
            "America/Noronha",
            "Europe/London",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Asia/Tehran",
            "Pacific/Apia",
            "America/New_York",
            "Europe/Dublin",
            "Africa/Cairo",
            "Asia/Gaza",
            "America/Caracas",
            "Antarctica/Troll",
            "Asia/Pyongyang",
            "Africa/Monrovia",
            "Pacific/Kwajalein",
            "Europe/Istanbul",
            "America/Havana",
            "Asia/Kathmandu",
            "Etc/UTC");
    // ical4j, which reads our calendars in another test, adds zones of its own to the machine's;
    // their rules contradict themselves about the changes they name.
    Arbitrary<String> all =
        Arbitraries.of(
            ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> !zone.startsWith("ical4j~"))
                .sorted()
                .toList());
    return Arbitraries.oneOf(known, all).map(ZoneId::of);
  }

  /** Asks of every minute on the wall at which instants it is shown. */
  private static NavigableSet<Instant> byWallClock(
      CronPattern pattern, ZoneId zone, Instant start, Instant end) {
    ZoneRules rules = zone.getRules();
    NavigableSet<Instant> due = new TreeSet<>();
    LocalDateTime last = LocalDateTime.ofInstant(end, zone).plusDays(2);
    Optional<LocalDateTime> minute =
        pattern.next(LocalDateTime.ofInstant(start, zone).minusDays(2));
    while (minute.isPresent() && minute.get().isBefore(last)) {
      List<ZoneOffset> shown = rules.getValidOffsets(minute.get());
      if (shown.isEmpty()) {
        due.add(rules.getTransition(minute.get()).getInstant());
      } else {
        due.add(minute.get().toInstant(shown.getFirst()));
        if (pattern.everyHour()) {
          due.add(minute.get().toInstant(shown.getLast()));
        }
      }
      minute = pattern.next(minute.get());
    }
    return due.subSet(start, false, end, true);
  }

  private static List<String> between(CronPattern pattern, ZoneId zone, String start, String end) {
    return ticks(
            pattern,
            zone,
            java.time.OffsetDateTime.parse(start).toInstant(),
            java.time.OffsetDateTime.parse(end).toInstant())
        .stream()
        .map(Instant::toString)
        .toList();
  }

  private static List<Instant> ticks(
      CronPattern pattern, ZoneId zone, Instant after, Instant until) {
    ZonedCadence cadence = new ZonedCadence(pattern, zone);
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> tick = cadence.next(after);
    while (tick.isPresent() && !tick.get().isAfter(until)) {
      ticks.add(tick.get());
      tick = cadence.next(tick.get());
    }
    return ticks;
  }
}
