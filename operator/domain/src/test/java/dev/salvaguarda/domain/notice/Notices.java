package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.notice.NoticeFacts.Around;
import dev.salvaguarda.domain.notice.NoticeFacts.ByHand;
import dev.salvaguarda.domain.notice.NoticeFacts.Channel;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import dev.salvaguarda.domain.notice.NoticeFacts.Obstacle;
import dev.salvaguarda.domain.notice.NoticeFacts.Self;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about a notice that differ from the usual ones in what a test says. */
record Notices(NoticeFacts facts) {
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
        new NoticeFacts(
            new Self(MADE, null, null, false, null),
            NoticeMemory.none(),
            new Channel(RETRY, TOTAL, false, false, null, null),
            ALONE,
            new Delivery.None()));
  }

  NoticeDecision at(Instant now) {
    return NoticeLife.decide(facts, now);
  }

  Notices notAfter(Instant notAfter) {
    return with(new Self(MADE, notAfter, null, false, null));
  }

  Notices digest(DigestTurn digest) {
    return with(new Self(MADE, null, digest, false, null));
  }

  Notices standingIn() {
    return with(new Self(MADE, null, null, true, null));
  }

  Notices untrue(String why) {
    return with(new Self(MADE, null, null, false, why));
  }

  Notices memory(
      NoticeState state, int attempts, @Nullable Instant leaseUntil, @Nullable Instant nextAt) {
    return memory(new NoticeMemory(state, false, attempts, leaseUntil, nextAt, 0, 0));
  }

  Notices memory(NoticeMemory memory) {
    return new Notices(
        new NoticeFacts(
            facts.self(),
            memory,
            facts.channel(),
            facts.around(),
            facts.delivery(),
            facts.byHand()));
  }

  Notices holding() {
    return with(new Channel(RETRY, TOTAL, true, false, null, facts.channel().fallback()));
  }

  Notices beingSuspended() {
    return with(new Channel(RETRY, TOTAL, false, true, null, null));
  }

  Notices obstacle(NoticeReason reason) {
    return with(new Channel(RETRY, TOTAL, false, false, new Obstacle(reason, "It is so."), null));
  }

  Notices fallback(String fallback) {
    return with(new Channel(RETRY, TOTAL, facts.channel().holds(), false, null, fallback));
  }

  Notices around(Around around) {
    return new Notices(
        new NoticeFacts(
            facts.self(),
            facts.memory(),
            facts.channel(),
            around,
            facts.delivery(),
            facts.byHand()));
  }

  Notices delivery(Delivery delivery) {
    return new Notices(
        new NoticeFacts(
            facts.self(),
            facts.memory(),
            facts.channel(),
            facts.around(),
            delivery,
            facts.byHand()));
  }

  Notices byHand(ByHand byHand) {
    return new Notices(
        new NoticeFacts(
            facts.self(),
            facts.memory(),
            facts.channel(),
            facts.around(),
            facts.delivery(),
            byHand));
  }

  private Notices with(Self self) {
    return new Notices(
        new NoticeFacts(
            self,
            facts.memory(),
            facts.channel(),
            facts.around(),
            facts.delivery(),
            facts.byHand()));
  }

  private Notices with(Channel channel) {
    return new Notices(
        new NoticeFacts(
            facts.self(),
            facts.memory(),
            channel,
            facts.around(),
            facts.delivery(),
            facts.byHand()));
  }
}
