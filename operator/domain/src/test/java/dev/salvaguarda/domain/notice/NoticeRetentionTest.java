package dev.salvaguarda.domain.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.notice.NoticeRetention.Settled;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoticeRetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-27T06:00:00Z");
  private static final NoticeRetention USUAL = NoticeRetention.of(Duration.ofDays(400), 3);

  @Test
  void oneThatIsOlderThanTheLimitGoesHoweverFewThereAre() {
    assertThat(USUAL.due(ages(401, 399), 2, NOW)).extracting(Settled::name).containsExactly("d401");
    assertThat(USUAL.due(ages(400), 1, NOW)).isEmpty();
  }

  @Test
  void whatIsBeyondTheNewestGoesAndTheNewestStay() {
    assertThat(USUAL.due(ages(60, 50, 40, 30, 20), 5, NOW))
        .extracting(Settled::name)
        .containsExactly("d60", "d50");
    assertThat(USUAL.due(ages(60, 50, 40), 3, NOW)).isEmpty();
  }

  @Test
  void whatIsCountedAndNotListedCounts() {
    assertThat(USUAL.due(ages(60, 50), 100, NOW)).hasSize(2);
  }

  @Test
  void nothingYoungGoesHoweverManyThereAre() {
    assertThat(USUAL.due(ages(9, 8, 7, 6, 5, 4, 3), 7, NOW))
        .extracting(Settled::name)
        .containsExactly("d9", "d8");
  }

  @Test
  void aLimitShorterThanAWeekCountsForTheYoungToo() {
    NoticeRetention brief = NoticeRetention.of(Duration.ofDays(2), 1);

    assertThat(brief.due(ages(4, 3, 1), 3, NOW))
        .extracting(Settled::name)
        .containsExactly("d4", "d3");
  }

  @SeededTest(fixed = 20)
  void whateverTheAgesTheNewestAndTheYoungStayAndTheOldGo(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      List<Settled> all = ages(random.ints(random.nextInt(12), 0, 900).toArray());
      List<Settled> due = USUAL.due(all, all.size(), NOW);

      assertThat(all.subList(0, due.size())).isEqualTo(due);
      List<Settled> stay = all.subList(due.size(), all.size());
      assertThat(stay).allMatch(one -> ageOf(one) <= 400);
      assertThat(stay.stream().filter(one -> ageOf(one) > 7)).hasSizeLessThanOrEqualTo(3);
      assertThat(due).allMatch(one -> ageOf(one) > 7);
      assertThat(due.stream().filter(one -> ageOf(one) <= 400))
          .as("those that only their number drives out")
          .hasSizeLessThanOrEqualTo(Math.max(0, all.size() - 3));
    }
  }

  private static long ageOf(Settled one) {
    return Duration.between(one.madeAt(), NOW).toDays();
  }

  private static List<Settled> ages(int... days) {
    return IntStream.of(days)
        .mapToObj(age -> new Settled("d" + age, "uid", NOW.minus(Duration.ofDays(age))))
        .sorted(Comparator.comparing(Settled::madeAt))
        .toList();
  }
}
