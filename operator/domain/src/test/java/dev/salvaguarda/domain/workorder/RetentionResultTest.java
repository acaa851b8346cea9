package dev.salvaguarda.domain.workorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.retention.SnapshotFact;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionResultTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void aResultCountsWhatStaysWhatGoesAndWhy() {
    RetentionResult result = result(7, 12, true);

    assertThat(result)
        .extracting(
            RetentionResult::policy,
            RetentionResult::rules,
            RetentionResult::left,
            RetentionResult::removed,
            RetentionResult::heldBack,
            RetentionResult::announcement)
        .containsExactly("payroll", "keepDaily=7", 7, 5, 0, null);
    assertThat(result.keptBy()).isEqualTo(Map.of(Cause.DAILY, 7, Cause.NEWEST_GOOD, 1));
  }

  @Test
  void samplesShowFirstWhatIsHeldBack() {
    RetentionResult result = result(3, 100, false);

    assertThat(result.samples()).hasSize(RetentionResult.MOST_SAMPLES);
    assertThat(result.samples())
        .extracting(RetentionResult.Sample::fate)
        .containsOnly(Fate.HELD_BACK);
    assertThat(result.announcement()).isEqualTo(new Announcement(NOW, "keepDaily=3 in Z"));
    assertThat(result.left()).isEqualTo(100);
    assertThat(result.heldBack()).isEqualTo(97);
  }

  @Test
  void whereNothingGoesTheOldestThatStayAreShown() {
    assertThat(result(3, 3, false).samples())
        .extracting(RetentionResult.Sample::snapshot, RetentionResult.Sample::why)
        .contains(tuple("2", "keepDaily: newest of 2026-11-24 (3 of 3)"));
    assertThat(result(3, 3, false).samples().getFirst().snapshot()).isEqualTo("2");
  }

  private static RetentionResult result(int keepDaily, int snapshots, boolean confirmed) {
    RetentionOrder order =
        new RetentionOrder(
            "city",
            "payroll",
            NOW,
            new RetentionTerms(
                new RetentionRules(0, 0, keepDaily, 0, 0, 0, CalendarSpan.NONE),
                ZoneOffset.UTC,
                Floors.NONE,
                new RemovalLimit(null, null, confirmed)),
            null);
    List<SnapshotFact> history =
        IntStream.range(0, snapshots)
            .mapToObj(days ->
                new SnapshotFact(
                    Integer.toString(days),
                    NOW.minus(Duration.ofDays(days)),
                    "db",
                    "payroll",
                    "",
                    Quality.GOOD,
                    null))
            .toList();
    return RetentionResult.of(order, RetentionDecision.decide(order.terms(), history, NOW), null);
  }
}
