package dev.salvaguarda.domain.notice;

import static dev.salvaguarda.domain.notice.Notices.DEADLINE;
import static dev.salvaguarda.domain.notice.Notices.MADE;
import static dev.salvaguarda.domain.notice.Notices.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTermsTest {

  @Test
  void thePausesAreTakenInOrder() {
    assertThat(RETRY.next(1, MADE, DEADLINE)).isEqualTo(MADE.plus(Duration.ofMinutes(1)));
    assertThat(RETRY.next(2, MADE, DEADLINE)).isEqualTo(MADE.plus(Duration.ofMinutes(5)));
    assertThat(RETRY.next(3, MADE, DEADLINE)).isEqualTo(MADE.plus(Duration.ofMinutes(15)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 3_600})
  void twentyAttemptsLastUntilTheDeadline(long pause) {
    RetryTerms retry = new RetryTerms(List.of(Duration.ofSeconds(pause)), Duration.ofHours(24));
    Instant at = MADE;
    int made = 1;
    while (made < RetryTerms.MOST_ATTEMPTS && at.isBefore(DEADLINE)) {
      at = retry.next(made, at, DEADLINE);
      made++;
    }

    assertThat(made).isEqualTo(RetryTerms.MOST_ATTEMPTS);
    assertThat(at).isEqualTo(DEADLINE);
  }

  @Test
  void aShortPauseIsDoubledAndNotStretchedAtOnce() {
    RetryTerms retry = new RetryTerms(List.of(Duration.ofSeconds(1)), Duration.ofHours(24));

    assertThat(retry.next(1, MADE, DEADLINE)).isEqualTo(MADE.plusSeconds(1));
    assertThat(retry.next(2, MADE, DEADLINE)).isEqualTo(MADE.plusSeconds(2));
    assertThat(retry.next(3, MADE, DEADLINE)).isEqualTo(MADE.plusSeconds(4));
  }

  @Test
  void theLastPauseRepeatsWhereThatIsLongEnough() {
    RetryTerms hourly = new RetryTerms(List.of(Duration.ofHours(3)), Duration.ofHours(24));

    assertThat(hourly.next(5, MADE, DEADLINE)).isEqualTo(MADE.plus(Duration.ofHours(3)));
  }

  @Test
  void aRateCountsTheLastMinuteAndThePauseBetweenTwo() {
    Rate rate = new Rate(2, Duration.ofSeconds(5));
    Instant now = MADE.plusSeconds(20);

    assertThat(rate.freeAt(List.of(), now)).isEqualTo(now);
    assertThat(rate.freeAt(List.of(MADE), now)).isEqualTo(now);
    assertThat(rate.freeAt(List.of(MADE.plusSeconds(18)), now)).isEqualTo(MADE.plusSeconds(23));
    assertThat(rate.freeAt(List.of(MADE, MADE.plusSeconds(6)), now))
        .isEqualTo(MADE.plusSeconds(60));
  }

  @Test
  void aClockThatIsSetBackStopsNoChannel() {
    Rate rate = new Rate(2, Duration.ofSeconds(5));
    List<Instant> ahead = List.of(MADE.plusSeconds(7_200), MADE.plusSeconds(7_201));

    assertThat(rate.freeAt(ahead, MADE)).isEqualTo(MADE);
  }

  @Test
  void aMarkTellsReceiversApartAndNotAcrossNotices() {
    assertThat(ReceiverMark.of("uid", "Ana@example.org"))
        .isEqualTo(ReceiverMark.of("uid", "ana@example.org"))
        .isNotEqualTo(ReceiverMark.of("uid", "eva@example.org"))
        .isNotEqualTo(ReceiverMark.of("other", "ana@example.org"))
        .hasSize(12);
  }
}
