package dev.salvaguarda.domain.notice;

import static dev.salvaguarda.domain.notice.Notices.DEADLINE;
import static dev.salvaguarda.domain.notice.Notices.MADE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.End;
import dev.salvaguarda.domain.notice.NoticeDecision.Note;
import dev.salvaguarda.domain.notice.NoticeDecision.Rest;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeFacts.Asking;
import dev.salvaguarda.domain.notice.NoticeFacts.ByHand;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a notice that a person tells. */
class ByHandTest {
  private static final Instant NOW = MADE.plusSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Asking TWICE_MORE = new Asking(HOUR, 2);
  private static final String DONE = "ana told it at 2026-11-27T01:00:00Z.";

  @Test
  void whoWasAskedHasNotToldItYet() {
    After after = noted(0, new Answer.Answered(2, 0, 0, ""));

    assertThat(after.state()).isEqualTo(NoticeState.PENDING);
    assertThat(after.settled()).isFalse();
    assertThat(after.reason()).isEqualTo(NoticeReason.AWAITING_RELAY);
    assertThat(after.reached()).isZero();
    assertThat(after.nextAt()).isEqualTo(NOW.plus(HOUR));
  }

  @Test
  void aRequestThatNobodyGotIsTriedAgainAsAnyMessage() {
    After after = noted(0, new Answer.NotSent(true, "No answer."));

    assertThat(after.reason()).isEqualTo(NoticeReason.WAITING_FOR_RETRY);
    assertThat(after.nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void aRequestThatIsRefusedForGoodEndsIt() {
    assertThat(noted(0, new Answer.NotSent(false, "No.")).state()).isEqualTo(NoticeState.FAILED);
  }

  @Test
  void remindersEndAndTheWaitDoesNot() {
    assertThat(noted(1, new Answer.Answered(2, 0, 0, "")).nextAt()).isEqualTo(NOW.plus(HOUR));
    assertThat(noted(2, new Answer.Answered(2, 0, 0, "")).nextAt()).isEqualTo(DEADLINE);
    assertThat(waiting(3, 20, null).at(NOW))
        .isEqualTo(new Wait(NoticeReason.AWAITING_RELAY, "", DEADLINE));
  }

  static Stream<Answer> whatMayBecomeOfAReminder() {
    return Stream.of(
        new Answer.NotSent(true, "No answer."),
        new Answer.NotSent(false, "No."),
        new Answer.Answered(0, 0, 2, "Nobody."),
        new Answer.Unknown("Nobody knows."));
  }

  @ParameterizedTest
  @MethodSource("whatMayBecomeOfAReminder")
  void aReminderThatFailsChangesNothing(Answer answer) {
    After after = noted(1, answer);

    assertThat(after.state()).isEqualTo(NoticeState.PENDING);
    assertThat(after.reason()).isEqualTo(NoticeReason.AWAITING_RELAY);
  }

  @Test
  void aReminderGoesWhenItIsDueAndNotBefore() {
    Instant due = NOW.plus(HOUR);

    assertThat(waiting(1, 1, due).at(due.minusMillis(1)))
        .isEqualTo(new Wait(NoticeReason.AWAITING_RELAY, "", due));
    assertThat(waiting(1, 1, due).at(due))
        .isInstanceOfSatisfying(Send.class, send -> assertThat(send.number()).isEqualTo(2));
  }

  @Test
  void whatNobodyToldInTimeFailsAndGoesToTheFallback() {
    Notices left = Notices.fresh().fallback("other").byHand(new ByHand(null, 1, TWICE_MORE));

    assertThat(left.memory(NoticeState.PENDING, 1, null, null).at(DEADLINE))
        .isInstanceOfSatisfying(
            End.class,
            end -> {
              assertThat(end.after().state()).isEqualTo(NoticeState.FAILED);
              assertThat(end.after().reason()).isEqualTo(NoticeReason.NOT_RELAYED);
              assertThat(end.after().fallback()).isEqualTo("other");
            });
  }

  @Test
  void whatIsNoLongerTrueIsNotAwaitedAnyMore() {
    Notices untrue =
        Notices.fresh().untrue("It is restored.").byHand(new ByHand(null, 1, TWICE_MORE));

    assertThat(untrue.memory(NoticeState.PENDING, 1, null, null).at(NOW))
        .isInstanceOfSatisfying(
            End.class, end -> assertThat(end.after().state()).isEqualTo(NoticeState.SUPPRESSED));
  }

  @Test
  void whatWasToldBeforeItCeasedToBeTrueIsDelivered() {
    Notices told =
        Notices.fresh().untrue("It is restored.").byHand(new ByHand(DONE, 1, TWICE_MORE));

    assertThat(told.memory(NoticeState.PENDING, 1, null, null).at(NOW)).isEqualTo(relayed());
  }

  @ParameterizedTest
  @EnumSource(
      value = NoticeState.class,
      names = {"PENDING", "UNCERTAIN"})
  void aPersonsWordEndsItOnEveryKindOfChannel(NoticeState state) {
    Notices told = Notices.fresh().byHand(new ByHand(DONE, 0, null));

    assertThat(told.memory(state, 1, null, null).at(NOW)).isEqualTo(relayed());
  }

  @Test
  void aPersonsWordWaitsForAnAttemptThatIsUnderWay() {
    Notices told = Notices.fresh().byHand(new ByHand(DONE, 0, null));
    Instant lease = NOW.plusSeconds(60);
    Notices sending = told.memory(NoticeState.SENDING, 1, lease, null);

    assertThat(sending.at(NOW)).isEqualTo(new NoticeDecision.Await(lease));
    assertThat(sending.delivery(new Delivery.Ended(1, new Answer.NotSent(true, "No."))).at(NOW))
        .isInstanceOfSatisfying(
            Note.class, note -> assertThat(note.after()).isEqualTo(relayed().after()));
  }

  @Test
  void aWordThatComesAfterTheEndChangesNothing() {
    Notices told = Notices.fresh().byHand(new ByHand(DONE, 1, TWICE_MORE));

    assertThat(told.memory(new NoticeMemory(NoticeState.FAILED, true, 1, null, null, 0, 0)).at(NOW))
        .isEqualTo(new Rest());
  }

  private static End relayed() {
    return new End(
        new After(NoticeState.DELIVERED, true, NoticeReason.RELAYED, DONE, null, 1, 0, null));
  }

  private static Notices waiting(int asked, int attempts, @Nullable Instant nextAt) {
    return Notices.fresh()
        .byHand(new ByHand(null, asked, TWICE_MORE))
        .memory(NoticeState.PENDING, attempts, null, nextAt);
  }

  private static After noted(int asked, Answer answer) {
    Notices ended =
        Notices.fresh()
            .byHand(new ByHand(null, asked, TWICE_MORE))
            .memory(NoticeState.SENDING, asked + 1, NOW.plusSeconds(60), null)
            .delivery(new Delivery.Ended(asked + 1, answer));
    return ((Note) ended.at(NOW)).after();
  }
}
