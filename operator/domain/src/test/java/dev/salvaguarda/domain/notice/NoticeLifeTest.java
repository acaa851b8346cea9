package dev.salvaguarda.domain.notice;

import static dev.salvaguarda.domain.notice.Notices.DEADLINE;
import static dev.salvaguarda.domain.notice.Notices.MADE;
import static dev.salvaguarda.domain.notice.Notices.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Await;
import dev.salvaguarda.domain.notice.NoticeDecision.End;
import dev.salvaguarda.domain.notice.NoticeDecision.Hold;
import dev.salvaguarda.domain.notice.NoticeDecision.Note;
import dev.salvaguarda.domain.notice.NoticeDecision.Rest;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeFacts.Around;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeLifeTest {
  private static final Instant NOW = MADE.plusSeconds(10);
  private static final Instant LEASE = NOW.plusSeconds(120);

  @Test
  void aFreshNoticeIsSentUnderALeaseLongerThanAnAttemptMayTake() {
    assertThat(Notices.fresh().at(NOW))
        .isEqualTo(new Send(1, NOW.plus(TOTAL).plus(NoticeLife.MARGIN)));
  }

  @ParameterizedTest
  @EnumSource(NoticeState.class)
  void whatIsSettledRests(NoticeState state) {
    NoticeMemory settled = new NoticeMemory(state, true, 1, LEASE, null, 1, 0);

    assertThat(Notices.fresh().memory(settled).at(NOW)).isEqualTo(new Rest());
  }

  @Test
  void nobodyTouchesItWhileAnotherHoldsTheLease() {
    assertThat(sending().at(LEASE.minusMillis(1))).isEqualTo(new Await(LEASE));
  }

  @Test
  void aLeaseThatWasLostLeavesItUncertain() {
    assertThat(sending().at(LEASE))
        .isInstanceOfSatisfying(
            Note.class,
            note -> {
              assertThat(note.number()).isEqualTo(1);
              assertThat(note.after().state()).isEqualTo(NoticeState.UNCERTAIN);
              assertThat(note.after().settled()).isFalse();
              assertThat(note.after().nextAt()).isEqualTo(LEASE.plus(Duration.ofMinutes(1)));
            });
  }

  @Test
  void whoSendsItWaitsForTheAnswer() {
    Notices own = sending().delivery(new Delivery.UnderWay());

    assertThat(own.at(NOW)).isEqualTo(new Await(LEASE));
    assertThat(own.at(LEASE)).isEqualTo(new Await(LEASE.plusSeconds(1)));
  }

  @Test
  void anAnswerForEverybodyDeliversIt() {
    After after = noted(new Answer.Answered(2, 0, 0, ""));

    assertThat(after).isEqualTo(new After(NoticeState.DELIVERED, true, null, "", null, 2, 0, null));
  }

  @Test
  void whoWasRefusedForGoodIsCountedAndNotTriedAgain() {
    After after = noted(new Answer.Answered(2, 0, 1, "1 of 3 refused."));

    assertThat(after.state()).isEqualTo(NoticeState.DELIVERED);
    assertThat(after.settled()).isTrue();
    assertThat(after.reason()).isEqualTo(NoticeReason.SOME_NOT_REACHED);
    assertThat(after.refused()).isEqualTo(1);
  }

  @Test
  void aPauseThatTheServerAsksForIsKeptWhereItIsLongerThanOurs() {
    Duration asked = Duration.ofMinutes(40);

    assertThat(noted(new Answer.NotSent(true, "429", asked)).nextAt()).isEqualTo(NOW.plus(asked));
    assertThat(noted(new Answer.NotSent(true, "429", Duration.ofSeconds(1))).nextAt())
        .isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(noted(new Answer.NotSent(true, "429", Duration.ofDays(2))).nextAt())
        .as("one beyond the deadline gives nothing up")
        .isEqualTo(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void whoIsLeftForLaterIsTriedAfterThePause() {
    After after = noted(new Answer.Answered(2, 1, 0, "1 of 3 not now."));

    assertThat(after.state()).isEqualTo(NoticeState.PENDING);
    assertThat(after.reached()).isEqualTo(2);
    assertThat(after.nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void whatWasNotSentIsTriedAgain() {
    assertThat(noted(new Answer.NotSent(true, "No connection.")))
        .isEqualTo(
            new After(
                NoticeState.PENDING,
                false,
                NoticeReason.WAITING_FOR_RETRY,
                "No connection.",
                NOW.plus(Duration.ofMinutes(1)),
                0,
                0,
                null));
  }

  @Test
  void whatWasRefusedForGoodFailsAndIsHandedToTheFallbackOnce() {
    Notices refused =
        sending()
            .fallback("other")
            .delivery(new Delivery.Ended(1, new Answer.NotSent(false, "550.")));

    assertThat(((Note) refused.at(NOW)).after().state()).isEqualTo(NoticeState.FAILED);
    assertThat(((Note) refused.at(NOW)).after().fallback()).isEqualTo("other");
    assertThat(((Note) refused.standingIn().at(NOW)).after().fallback()).isNull();
  }

  @Test
  void anAnswerThatNeverCameLeavesItUncertainAndItIsSentAgainAfterThePause() {
    After after = noted(new Answer.Unknown("Cut."));

    assertThat(after.state()).isEqualTo(NoticeState.UNCERTAIN);
    assertThat(uncertain(after.nextAt()).at(NOW))
        .isEqualTo(new Wait(NoticeReason.OUTCOME_UNKNOWN, "", NOW.plusSeconds(60)));
    assertThat(uncertain(after.nextAt()).at(NOW.plusSeconds(60)))
        .isInstanceOfSatisfying(Send.class, send -> assertThat(send.number()).isEqualTo(2));
  }

  @Test
  void whatIsUncertainIsHeldWhereTheChannelSaysSoAndSentOnceItSaysOtherwise() {
    assertThat(uncertain(null).holding().at(NOW)).isEqualTo(new Hold(DEADLINE));
    assertThat(uncertain(null).at(NOW)).isInstanceOf(Send.class);
  }

  @Test
  void whatIsUncertainToTheEndFailsInWordsOfItsOwn() {
    After after = ended(uncertain(null).holding().fallback("other").at(DEADLINE));

    assertThat(after.state()).isEqualTo(NoticeState.FAILED);
    assertThat(after.reason()).isEqualTo(NoticeReason.OUTCOME_UNKNOWN);
    assertThat(after.fallback()).isEqualTo("other");
  }

  @Test
  void aLateAnswerEndsTheDoubt() {
    Notices late =
        uncertain(null).delivery(new Delivery.Ended(1, new Answer.Answered(1, 0, 0, "")));

    assertThat(((Note) late.at(NOW)).after().state()).isEqualTo(NoticeState.DELIVERED);
  }

  @Test
  void anAnswerToAnOlderAttemptSaysNothing() {
    Notices other =
        Notices.fresh()
            .memory(NoticeState.SENDING, 2, LEASE, null)
            .delivery(new Delivery.Ended(1, new Answer.Answered(1, 0, 0, "")));

    assertThat(other.at(NOW)).isEqualTo(new Await(LEASE));
  }

  @Test
  void anAnswerWaitsForAWatchThatIsBehind() {
    Notices behind =
        Notices.fresh().delivery(new Delivery.Ended(1, new Answer.Answered(1, 0, 0, "")));

    assertThat(behind.at(NOW)).isInstanceOf(Await.class);
  }

  @Test
  void atTheDeadlineItFailsOrIsDeliveredToThoseWhoHaveIt() {
    assertThat(ended(Notices.fresh().fallback("other").at(DEADLINE)))
        .isEqualTo(
            new After(
                NoticeState.FAILED,
                true,
                NoticeReason.DEADLINE_PASSED,
                "It could not be delivered in time.",
                null,
                0,
                0,
                "other"));
    NoticeMemory partly = new NoticeMemory(NoticeState.PENDING, false, 3, null, null, 2, 0);
    assertThat(ended(Notices.fresh().memory(partly).fallback("other").at(DEADLINE)))
        .satisfies(after -> {
          assertThat(after.state()).isEqualTo(NoticeState.DELIVERED);
          assertThat(after.reason()).isEqualTo(NoticeReason.SOME_NOT_REACHED);
          assertThat(after.fallback()).isNull();
        });
  }

  @Test
  void noMoreThanTwentyAttemptsAreMade() {
    Notices tired =
        Notices.fresh()
            .memory(NoticeState.SENDING, 20, LEASE, null)
            .delivery(new Delivery.Ended(20, new Answer.NotSent(true, "No.")));

    assertThat(((Note) tired.at(NOW)).after().state()).isEqualTo(NoticeState.FAILED);
    assertThat(Notices.fresh().memory(NoticeState.PENDING, 20, null, null).at(NOW))
        .isInstanceOf(End.class);
  }

  @Test
  void whatIsNoLongerTrueIsSuppressedWithTheReason() {
    assertThat(ended(Notices.fresh().notAfter(NOW.minusSeconds(1)).at(NOW)).reason())
        .isEqualTo(NoticeReason.OUTDATED);
    Around without = new Around(null, "first", null, Instant.EPOCH);
    assertThat(ended(Notices.fresh().around(without).at(NOW)))
        .satisfies(after -> {
          assertThat(after.state()).isEqualTo(NoticeState.SUPPRESSED);
          assertThat(after.reason()).isEqualTo(NoticeReason.SUPERSEDED);
          assertThat(after.message()).contains("\"first\"");
        });
  }

  @Test
  void whatIsDueNoMoreIsSuppressedEvenWhileItsChannelIsAwayAndInDoubtItIsNotSentAgain() {
    Notices due = Notices.fresh().untrue("A proof has arrived since.");

    assertThat(ended(due.obstacle(NoticeReason.CHANNEL_NOT_READY).at(NOW)))
        .isEqualTo(
            new After(
                NoticeState.SUPPRESSED,
                true,
                NoticeReason.NO_LONGER_SO,
                "A proof has arrived since.",
                null,
                0,
                0,
                null));
    assertThat(ended(uncertain(null).untrue("A proof has arrived since.").at(NOW)).state())
        .isEqualTo(NoticeState.FAILED);
  }

  @Test
  void whatSomebodyHasAlreadyIsNotSuppressedAnyMore() {
    NoticeMemory partly = new NoticeMemory(NoticeState.PENDING, false, 1, null, null, 2, 0);

    assertThat(Notices.fresh().memory(partly).notAfter(NOW.minusSeconds(1)).at(NOW))
        .isInstanceOf(Send.class);
  }

  @Test
  void whatIsToldWithOthersWaitsForThemAndGoesByItselfIfNobodyTellsIt() {
    Instant digest = NOW.plus(Duration.ofHours(23)).plusSeconds(3_000);
    DigestTurn turn = new DigestTurn(digest, MADE);
    Notices success = Notices.fresh().digest(turn);

    assertThat(success.at(NOW))
        .isInstanceOfSatisfying(
            Wait.class,
            wait -> {
              assertThat(wait.reason()).isEqualTo(NoticeReason.WAITING_FOR_DIGEST);
              assertThat(wait.until()).isEqualTo(digest);
            });
    Around told = new Around(null, null, "digest", Instant.EPOCH);
    assertThat(ended(success.around(told).at(digest)).reason()).isEqualTo(NoticeReason.COLLECTED);
    assertThat(success.at(turn.ends())).isInstanceOf(Send.class);
  }

  @Test
  void afterAnOutageOverItsDigestItWaitsForThatAllTheSameHoweverLongTheOutageWas() {
    Instant back = MADE.plus(Duration.ofDays(9));
    DigestTurn turn = new DigestTurn(MADE.plus(Duration.ofHours(9)), back);
    Notices success = Notices.fresh().digest(turn);

    assertThat(success.at(back))
        .isInstanceOfSatisfying(
            Wait.class,
            wait -> assertThat(wait.reason()).isEqualTo(NoticeReason.WAITING_FOR_DIGEST));
    assertThat(success.at(turn.ends())).isInstanceOf(Send.class);
  }

  @Test
  void whatWasTriedByItselfWaitsForNoDigestAnyMore() {
    DigestTurn turn = new DigestTurn(MADE, NOW);

    assertThat(Notices.fresh().digest(turn).memory(NoticeState.PENDING, 1, null, null).at(NOW))
        .isInstanceOf(Send.class);
  }

  @Test
  void aChannelThatCannotBeUsedIsWaitedFor() {
    assertThat(Notices.fresh().obstacle(NoticeReason.CHANNEL_NOT_FOUND).at(NOW))
        .isInstanceOfSatisfying(
            Wait.class,
            wait -> assertThat(wait.reason()).isEqualTo(NoticeReason.CHANNEL_NOT_FOUND));
    assertThat(Notices.fresh().beingSuspended().at(NOW))
        .isEqualTo(new Wait(NoticeReason.CHANNEL_SUSPENDED, "The channel is suspended.", DEADLINE));
  }

  @Test
  void anEarlierOneOfTheThreadGoesFirst() {
    Around second = new Around("first", null, null, Instant.EPOCH);

    assertThat(Notices.fresh().around(second).at(NOW))
        .isInstanceOfSatisfying(
            Wait.class,
            wait -> {
              assertThat(wait.reason()).isEqualTo(NoticeReason.WAITING_FOR_EARLIER);
              assertThat(wait.message()).contains("\"first\"");
            });
  }

  @Test
  void theRateOfTheChannelIsKept() {
    Around busy = new Around(null, null, null, NOW.plusSeconds(3));

    assertThat(Notices.fresh().around(busy).at(NOW))
        .isInstanceOfSatisfying(
            Wait.class, wait -> assertThat(wait.until()).isEqualTo(NOW.plusSeconds(3)));
  }

  private static Notices sending() {
    return Notices.fresh().memory(NoticeState.SENDING, 1, LEASE, null);
  }

  private static Notices uncertain(@Nullable Instant nextAt) {
    return Notices.fresh().memory(NoticeState.UNCERTAIN, 1, null, nextAt);
  }

  private static After noted(Answer answer) {
    return ((Note) sending().delivery(new Delivery.Ended(1, answer)).at(NOW)).after();
  }

  private static After ended(NoticeDecision decision) {
    return ((End) decision).after();
  }
}
