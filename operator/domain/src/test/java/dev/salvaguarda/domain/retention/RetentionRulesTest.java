package dev.salvaguarda.domain.retention;

import static dev.salvaguarda.domain.retention.Histories.FORTALEZA;
import static dev.salvaguarda.domain.retention.Histories.NONE;
import static dev.salvaguarda.domain.retention.Histories.NOW;
import static dev.salvaguarda.domain.retention.Histories.at;
import static dev.salvaguarda.domain.retention.Histories.daily;
import static dev.salvaguarda.domain.retention.Histories.keepDaily;
import static dev.salvaguarda.domain.retention.Histories.keepLast;
import static dev.salvaguarda.domain.retention.Histories.keepWithin;
import static dev.salvaguarda.domain.retention.Histories.kept;
import static dev.salvaguarda.domain.retention.Histories.unlimited;
import static dev.salvaguarda.domain.retention.Histories.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
  private static final ZoneId UTC = ZoneId.of("Etc/UTC");

  @Test
  void rulesThatKeepNothingAreRefused() {
    assertThatThrownBy(() -> new RetentionRules(0, 0, 0, 0, 0, 0, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one rule");
    assertThatThrownBy(() -> keepLast(-2)).hasMessageContaining("-2");
  }

  @Test
  void rulesAreWrittenAsTheSpecificationNamesThem() {
    assertThat(new RetentionRules(1, 24, 7, -1, 12, 10, new CalendarSpan(0, 0, 14, 0)).text())
        .isEqualTo(
            "keepLast=1,keepHourly=24,keepDaily=7,keepWeekly=-1,keepMonthly=12,keepYearly=10,keepWithin=14d");
  }

  @Test
  void keepLastKeepsTheNewest() {
    assertThat(kept(keepLast(2), FORTALEZA, daily(5))).containsExactly("2026-11-25", "2026-11-24");
  }

  @Test
  void minusOneKeepsAll() {
    assertThat(kept(keepLast(-1), FORTALEZA, daily(50))).hasSize(50);
  }

  @Test
  void ofEachDayTheNewestIsKeptAndDaysWithoutCopiesDoNotCount() {
    List<SnapshotFact> history =
        List.of(
            at("2026-11-25T10:00:00Z"),
            at("2026-11-25T09:00:00Z"),
            at("2026-11-20T10:00:00Z"),
            at("2026-11-20T09:00:00Z"),
            at("2026-11-01T10:00:00Z"),
            at("2026-10-01T10:00:00Z"));
    assertThat(kept(keepDaily(3), UTC, history))
        .containsExactly("2026-11-25T10:00:00Z", "2026-11-20T10:00:00Z", "2026-11-01T10:00:00Z");
  }

  @Test
  void aDayBeginsInTheZoneOfThePolicy() {
    List<SnapshotFact> history =
        List.of(at("2026-11-25T02:00:00Z"), at("2026-11-24T23:00:00Z"), at("2026-11-24T01:00:00Z"));
    assertThat(kept(keepDaily(2), FORTALEZA, history))
        .containsExactly("2026-11-25T02:00:00Z", "2026-11-24T01:00:00Z");
    assertThat(kept(keepDaily(2), UTC, history))
        .containsExactly("2026-11-25T02:00:00Z", "2026-11-24T23:00:00Z");
  }

  @Test
  void weeksAreIsoWeeksAlsoOverNewYear() {
    List<SnapshotFact> history =
        List.of(
            at("2026-01-04T10:00:00Z"),
            at("2026-01-01T10:00:00Z"),
            at("2025-12-29T10:00:00Z"),
            at("2025-12-28T10:00:00Z"),
            at("2025-12-01T10:00:00Z"));
    assertThat(kept(new RetentionRules(0, 0, 0, 2, 0, 0, NONE), UTC, history))
        .containsExactly("2026-01-04T10:00:00Z", "2025-12-28T10:00:00Z");
  }

  @Test
  void theOldestIsKeptWhileARuleHasPlacesLeft() {
    List<SnapshotFact> history =
        List.of(at("2026-11-25T10:00:00Z"), at("2026-11-03T10:00:00Z"), at("2026-11-01T10:00:00Z"));
    RetentionRules monthly = new RetentionRules(0, 0, 0, 0, 2, 0, NONE);
    RetentionDecision decision = RetentionDecision.decide(unlimited(monthly, UTC), history, NOW);
    assertThat(words(decision, "2026-11-01T10:00:00Z"))
        .containsExactly("keepMonthly: oldest of all, in 2026-11 (2 of 2)");
    assertThat(words(decision, "2026-11-03T10:00:00Z"))
        .containsExactly("keepMonthly: 2026-11 has a newer copy");
  }

  @Test
  void keepWithinCountsBackFromTheNewestAndNotFromNow() {
    List<SnapshotFact> history =
        List.of(at("2025-01-31T10:00:00Z"), at("2025-01-18T10:00:00Z"), at("2025-01-17T10:00:00Z"));
    assertThat(kept(keepWithin("14d"), UTC, history))
        .containsExactly("2025-01-31T10:00:00Z", "2025-01-18T10:00:00Z");
  }

  @Test
  void anHourThatTheClocksRepeatIsOneHour() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    List<SnapshotFact> history =
        List.of(at("2026-10-25T01:30:00Z"), at("2026-10-25T00:30:00Z"), at("2026-10-24T00:30:00Z"));
    assertThat(kept(new RetentionRules(0, 1, 0, 0, 0, 0, NONE), berlin, history))
        .containsExactly("2026-10-25T01:30:00Z");
    assertThat(kept(new RetentionRules(0, 2, 0, 0, 0, 0, NONE), berlin, history))
        .containsExactly("2026-10-25T01:30:00Z", "2026-10-24T00:30:00Z");
  }

  @Test
  void eachTargetIsJudgedApart() {
    SnapshotFact other = Histories.good("tax", "tax", at("2020-01-01T00:00:00Z").time());
    List<SnapshotFact> history = List.of(at("2026-11-25T10:00:00Z"), other);
    assertThat(kept(keepLast(1), UTC, history)).containsExactly("2026-11-25T10:00:00Z", "tax");
  }

  @Test
  void aSnapshotHasAllReasonsInPlainWords() {
    RetentionDecision decision =
        RetentionDecision.decide(
            unlimited(
                new RetentionRules(1, 2, 2, 1, 0, -1, new CalendarSpan(0, 0, 1, 0)), FORTALEZA),
            daily(4),
            NOW);
    assertThat(words(decision, "2026-11-25"))
        .containsExactly(
            "keepLast: one of the newest (1 of 1)",
            "keepHourly: newest of 2026-11-25 22h (1 of 2)",
            "keepDaily: newest of 2026-11-25 (1 of 2)",
            "keepWeekly: newest of 2026-W48 (1 of 1)",
            "keepYearly: newest of 2026 (1, all are kept)",
            "keepWithin: less than 1d before the newest copy",
            "newest good copy: of payroll");
    assertThat(words(decision, "2026-11-23"))
        .containsExactly(
            "keepLast: 1 newer ones are kept",
            "keepHourly: 2 newer hours are kept",
            "keepDaily: 2 newer days are kept",
            "keepWeekly: 1 newer weeks are kept",
            "keepYearly: 2026 has a newer copy",
            "keepWithin: not less than 1d before the newest copy");
  }
}
