package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Snapshots and rules for tests. */
final class Histories {
  static final ZoneId FORTALEZA = ZoneId.of("America/Fortaleza");
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  static final CalendarSpan NONE = CalendarSpan.NONE;

  private Histories() {}

  /** One copy of {@code payroll} each day at 22:00 in Fortaleza, the last one yesterday. */
  static List<SnapshotFact> daily(int days) {
    return IntStream.range(0, days)
        .mapToObj(back -> {
          LocalDateTime local = LocalDateTime.parse("2026-11-25T22:00:00").minusDays(back);
          return good(
              "payroll", local.toLocalDate().toString(), local.atZone(FORTALEZA).toInstant());
        })
        .toList();
  }

  static SnapshotFact at(String time) {
    return good("payroll", time, Instant.parse(time));
  }

  static SnapshotFact good(String target, String id, Instant time) {
    return new SnapshotFact(id, time, "db", target, "uid-of-" + id, Quality.GOOD, null);
  }

  static SnapshotFact doubted(String time) {
    return copy(Quality.DOUBTED, "db", time);
  }

  static SnapshotFact copy(Quality quality, String host, String time) {
    return new SnapshotFact(
        time, Instant.parse(time), host, "payroll", "uid-of-" + time, quality, null);
  }

  static RetentionRules keepLast(int last) {
    return new RetentionRules(last, 0, 0, 0, 0, 0, NONE);
  }

  static RetentionRules keepDaily(int daily) {
    return new RetentionRules(0, 0, daily, 0, 0, 0, NONE);
  }

  static RetentionRules keepWithin(String span) {
    return new RetentionRules(0, 0, 0, 0, 0, 0, CalendarSpan.parse(span).orElseThrow());
  }

  /** Terms without any limit or floor. */
  static RetentionTerms unlimited(RetentionRules rules, ZoneId zone) {
    return new RetentionTerms(rules, zone, Floors.NONE, new RemovalLimit(null, null, true));
  }

  static RetentionTerms limited(RetentionRules rules, RemovalLimit limit) {
    return new RetentionTerms(rules, FORTALEZA, Floors.NONE, limit);
  }

  static List<String> ids(RetentionDecision decision, Fate fate) {
    return decision.of(fate).stream().map(judged -> judged.snapshot().id()).toList();
  }

  static List<String> kept(RetentionRules rules, ZoneId zone, List<SnapshotFact> snapshots) {
    return ids(RetentionDecision.decide(unlimited(rules, zone), snapshots, NOW), Fate.KEPT);
  }

  static List<String> words(RetentionDecision decision, String id) {
    return decision.snapshots().stream()
        .filter(judged -> judged.snapshot().id().equals(id))
        .flatMap(judged -> judged.reasons().stream())
        .map(Reason::words)
        .toList();
  }
}
