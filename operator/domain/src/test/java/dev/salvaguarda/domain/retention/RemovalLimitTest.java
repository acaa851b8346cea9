package dev.salvaguarda.domain.retention;

import static dev.salvaguarda.domain.retention.Histories.NOW;
import static dev.salvaguarda.domain.retention.Histories.daily;
import static dev.salvaguarda.domain.retention.Histories.ids;
import static dev.salvaguarda.domain.retention.Histories.keepDaily;
import static dev.salvaguarda.domain.retention.Histories.keepLast;
import static dev.salvaguarda.domain.retention.Histories.keepWithin;
import static dev.salvaguarda.domain.retention.Histories.limited;
import static dev.salvaguarda.domain.retention.Histories.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalLimitTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void from365To3NothingGoesBeforeADaysNoticeAndThenAtMost30Percent() {
    List<SnapshotFact> history = daily(365);
    RetentionDecision first = decide(keepDaily(3), 365, null, history, NOW);
    assertThat(ids(first, Fate.REMOVED)).isEmpty();
    assertThat(ids(first, Fate.HELD_BACK)).hasSize(362);
    assertThat(first.announcement())
        .isEqualTo(new Announcement(NOW, "keepDaily=3 in America/Fortaleza"));
    assertThat(words(first, "2026-11-01").getFirst())
        .isEqualTo(
            "limit of a pass: 362 of 365 snapshots are not kept by any rule, and a pass removes at"
                + " most 109, from 2026-11-27T12:00:00Z on");

    Announcement told = Objects.requireNonNull(first.announcement());
    assertThat(
            ids(
                decide(keepDaily(3), 365, told, history, told.effective().minusNanos(1)),
                Fate.REMOVED))
        .isEmpty();
    RetentionDecision second = decide(keepDaily(3), 365, told, history, told.effective());
    assertThat(ids(second, Fate.REMOVED)).hasSize(109);
    assertThat(second.announcement())
        .isEqualTo(new Announcement(told.effective(), "keepDaily=3 in America/Fortaleza"));
  }

  @Test
  void aPassThatIsBegunAnewRemovesNoMoreThanOneWould() {
    Announcement told = new Announcement(NOW.minus(DAY), "keepDaily=3 in America/Fortaleza");
    List<SnapshotFact> history = new ArrayList<>(daily(365));
    List<String> going = ids(decide(keepDaily(3), 365, told, history, NOW), Fate.REMOVED);
    history.removeIf(one -> going.subList(0, 40).contains(one.id()));
    List<String> rest = ids(decide(keepDaily(3), 365, told, history, NOW), Fate.REMOVED);
    history.removeIf(one -> rest.contains(one.id()));

    assertThat(history).hasSize(365 - 109);
    assertThat(ids(decide(keepDaily(3), 365, told, history, NOW), Fate.REMOVED)).isEmpty();
  }

  @Test
  void whatGoesFirstCostsDensityAndNotReach() {
    Announcement told = new Announcement(NOW.minus(DAY), "keepDaily=3 in America/Fortaleza");
    List<SnapshotFact> history = daily(365);
    RetentionDecision decision = decide(keepDaily(3), 365, told, history, NOW);
    assertThat(ids(decision, Fate.REMOVED)).doesNotContain("2025-11-26");
    assertThat(ids(decision, Fate.HELD_BACK)).contains("2025-11-26");
    assertThat(longestGap(decision)).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void afterOtherRulesPeopleAreToldAnew() {
    Announcement told = new Announcement(NOW.minus(DAY), "keepDaily=4 in America/Fortaleza");
    RetentionDecision decision = decide(keepDaily(3), 365, told, daily(365), NOW);
    assertThat(ids(decision, Fate.REMOVED)).isEmpty();
    assertThat(decision.announcement()).isNotNull().extracting(Announcement::since).isEqualTo(NOW);
  }

  @Test
  void inAnotherZonePeopleAreToldAnew() {
    Announcement told = new Announcement(NOW.minus(DAY), "keepDaily=3 in America/Fortaleza");
    RetentionTerms elsewhere =
        new RetentionTerms(
            keepDaily(3), ZoneId.of("Asia/Tokyo"), Floors.NONE, new RemovalLimit(365, told, false));
    assertThat(ids(RetentionDecision.decide(elsewhere, daily(365), NOW), Fate.REMOVED)).isEmpty();
  }

  @Test
  void onlyWhatWasAnnouncedGoes() {
    List<SnapshotFact> history = daily(20);
    Announcement told =
        new Announcement(history.get(15).time(), "keepWithin=2d in America/Fortaleza");
    RetentionDecision decision = decide(keepWithin("2d"), 20, told, history, NOW);
    assertThat(ids(decision, Fate.REMOVED))
        .isSubsetOf("2026-11-08", "2026-11-07", "2026-11-06")
        .isNotEmpty();
  }

  @Test
  void aConfirmationRemovesAllAtOnce() {
    RetentionDecision decision =
        RetentionDecision.decide(
            limited(keepDaily(3), new RemovalLimit(365, null, true)), daily(365), NOW);
    assertThat(ids(decision, Fate.REMOVED)).hasSize(362);
    assertThat(decision.announcement()).isNull();
  }

  @Test
  void whatComesAndGoesEachDayNeedsNoNotice() {
    assertThat(ids(decide(keepLast(1), 1, null, daily(2), NOW), Fate.REMOVED)).hasSize(1);
    assertThat(ids(decide(keepDaily(3), 3, null, daily(10), NOW), Fate.REMOVED)).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({"365, 365, 109", "366, 365, 110", "10, 10, 3", "10, 3, 8", "2, 2, 1", "5, 8, 0"})
  void aPassMakesAHistoryAtMost30PercentShorter(int snapshots, int leftByLastPass, int allowance) {
    assertThat(new RemovalLimit(leftByLastPass, null, false).allowance(snapshots))
        .isEqualTo(allowance);
  }

  @Test
  void aFirstPassCountsAsIfNothingHadComeSince() {
    assertThat(RemovalLimit.FIRST.allowance(365)).isEqualTo(109);
  }

  @Test
  void passAfterPassTheRulesAreReached() {
    List<SnapshotFact> history = new ArrayList<>(daily(365));
    Announcement told = null;
    Instant now = NOW;
    int passes = 0;
    do {
      int before = history.size();
      RetentionDecision decision = decide(keepDaily(3), before, told, history, now);
      history.removeIf(one -> ids(decision, Fate.REMOVED).contains(one.id()));
      assertThat(before - history.size()).isLessThanOrEqualTo(Math.max(1, before * 3 / 10));
      told = decision.announcement();
      now = now.plus(DAY);
      passes++;
    } while (told != null && passes < 100);
    assertThat(history)
        .extracting(SnapshotFact::id)
        .containsExactly("2026-11-25", "2026-11-24", "2026-11-23");
  }

  private static Duration longestGap(RetentionDecision decision) {
    List<Instant> left =
        decision.snapshots().stream()
            .filter(one -> one.fate() != Fate.REMOVED)
            .map(one -> one.snapshot().time())
            .toList();
    Duration longest = Duration.ZERO;
    for (int at = 1; at < left.size(); at++) {
      Duration gap = Duration.between(left.get(at), left.get(at - 1));
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }

  private static RetentionDecision decide(
      RetentionRules rules,
      int left,
      @Nullable Announcement told,
      List<SnapshotFact> history,
      Instant now) {
    return RetentionDecision.decide(
        limited(rules, new RemovalLimit(left, told, false)), history, now);
  }
}
