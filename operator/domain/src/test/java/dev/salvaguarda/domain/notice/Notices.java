package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.notice.NoticeFacts.Around;
import dev.salvaguarda.domain.notice.NoticeFacts.Channel;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import dev.salvaguarda.domain.notice.NoticeFacts.Obstacle;
import dev.salvaguarda.domain.notice.NoticeFacts.Self;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about a notice that differ from the usual ones in what a test says. */
record Notices(
    @Nullable Instant notAfter,
    @Nullable Instant digestTime,
    boolean standsIn,
    NoticeMemory memory,
    boolean holds,
    boolean suspended,
    @Nullable Obstacle obstacle,
    @Nullable String fallback,
    Around around,
    Delivery delivery) {
  static final Instant MADE = Instant.parse("2026-11-27T01:00:00Z");
  static final Instant DEADLINE = MADE.plus(Duration.ofHours(24));
  static final Duration TOTAL = Duration.ofSeconds(90);
  static final Around ALONE = new Around(null, null, null, Instant.EPOCH);
  static final RetryTerms RETRY =
      new RetryTerms(
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofHours(1)),
          Duration.ofHours(24));

  static Notices fresh() {
    return new Notices(
        null,
        null,
        false,
        NoticeMemory.none(),
        false,
        false,
        null,
        null,
        ALONE,
        new Delivery.None());
  }

  NoticeDecision at(Instant now) {
    return NoticeLife.decide(
        new NoticeFacts(
            new Self(MADE, notAfter, digestTime, standsIn),
            memory,
            new Channel(RETRY, TOTAL, holds, suspended, obstacle, fallback),
            around,
            delivery),
        now);
  }

  Notices notAfter(Instant notAfter) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices digestTime(Instant digestTime) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices standingIn() {
    return new Notices(
        notAfter, digestTime, true, memory, holds, suspended, obstacle, fallback, around, delivery);
  }

  Notices memory(
      NoticeState state, int attempts, @Nullable Instant leaseUntil, @Nullable Instant nextAt) {
    return memory(new NoticeMemory(state, false, attempts, leaseUntil, nextAt, 0, 0));
  }

  Notices memory(NoticeMemory memory) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices holding() {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        true,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices beingSuspended() {
    return new Notices(
        notAfter, digestTime, standsIn, memory, holds, true, obstacle, fallback, around, delivery);
  }

  Notices obstacle(NoticeReason reason) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        new Obstacle(reason, "It is so."),
        fallback,
        around,
        delivery);
  }

  Notices fallback(String fallback) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices around(Around around) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }

  Notices delivery(Delivery delivery) {
    return new Notices(
        notAfter,
        digestTime,
        standsIn,
        memory,
        holds,
        suspended,
        obstacle,
        fallback,
        around,
        delivery);
  }
}
