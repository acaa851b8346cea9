package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.Attempt;
import dev.salvaguarda.api.notice.NoticeStatus.Recipients;
import dev.salvaguarda.api.notice.NoticeStatus.Result;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.notice.Answer;
import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeReason;
import dev.salvaguarda.domain.notice.NoticeState;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a notice says of itself after a decision. */
class NoticeReportTest {
  private static final Instant NOW = Instant.parse("2026-11-27T01:00:00.300Z");
  private static final Instant LEASE = NOW.plusSeconds(120);
  private static final NoticeStatus CLAIMED =
      NoticeReport.claimed(NoticeStatus.none(), new Send(1, LEASE), "one", NOW);
  private static final FailedLook FORBIDDEN =
      FailedLook.of(
          new KubernetesClientException(
              "secrets \"technician\" is forbidden: User \"x\" cannot get resource \"secrets\" in"
                  + " API group \"\" in the namespace \"ti\"",
              403,
              null));

  @Test
  void aClaimIsAnAttemptWithoutAResult() {
    assertThat(CLAIMED.state()).isEqualTo(State.SENDING);
    assertThat(CLAIMED.attemptCount()).isEqualTo(1);
    assertThat(CLAIMED.attempts())
        .containsExactly(new Attempt(1, NOW, "one", LEASE, null, null, null, null, null));
  }

  @Test
  void aDeliveryIsSentAtItsFirstReceiverAndNamesNobody() {
    NoticeStatus next =
        after(new Answer.Answered(2, 0, 0, ""), done(NoticeState.DELIVERED, null, "", 2));

    assertThat(next.state()).isEqualTo(State.DELIVERED);
    assertThat(next.settled()).isTrue();
    assertThat(next.sentTime()).isEqualTo("2026-11-27T01:00:00Z");
    assertThat(next.reached()).isEqualTo(2);
    assertThat(next.refused()).isNull();
    assertThat(next.due()).isEmpty();
    assertThat(next.attempts())
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.result()).isEqualTo(Result.DELIVERED);
          assertThat(attempt.providerId()).isEqualTo("queued as 1");
          assertThat(attempt.message()).isNull();
          assertThat(attempt.recipients()).isEqualTo(new Recipients(2, 0, 0));
        });
  }

  @Test
  void whoIsLeftIsRememberedByMarks() {
    NoticeStatus next =
        after(
            new Answer.Answered(1, 1, 0, "One later."),
            new After(
                NoticeState.PENDING,
                false,
                NoticeReason.WAITING_FOR_RETRY,
                "One later.",
                LEASE,
                1,
                0,
                null));

    assertThat(next.state()).isEqualTo(State.PENDING);
    assertThat(next.settled()).isNull();
    assertThat(next.due()).containsExactly("mark");
    assertThat(next.nextAttemptTime()).isEqualTo(LEASE);
    assertThat(next.attempts().getFirst().result()).isEqualTo(Result.PARTLY_DELIVERED);
  }

  @Test
  void whoRefusedIsRememberedByMarksUntilSomebodyHasIt() {
    Answer answer = new Answer.Answered(0, 1, 1, "One later.");
    NoticeStatus refused =
        after(answer, new After(NoticeState.PENDING, false, null, "", LEASE, 0, 1, null));
    NoticeStatus again =
        NoticeReport.after(
            refused,
            new After(NoticeState.PENDING, false, null, "", LEASE, 0, 2, null),
            answer,
            Optional.of(new Sent(2, answer, "", "", List.of(), List.of("gone", "other"), false)),
            null,
            NOW);

    assertThat(refused.notDue()).containsExactly("gone");
    assertThat(NoticeReport.claimed(refused, new Send(2, LEASE), "one", NOW).notDue())
        .containsExactly("gone");
    assertThat(again.notDue()).containsExactly("gone", "other");
    assertThat(after(answer, done(NoticeState.FAILED, null, "", 0)).notDue()).isEmpty();
    assertThat(
            after(answer, new After(NoticeState.PENDING, false, null, "", LEASE, 1, 1, null))
                .notDue())
        .isEmpty();
  }

  @Test
  void theFirstSentTimeStays() {
    NoticeStatus partly =
        after(
            new Answer.Answered(1, 1, 0, "One later."),
            new After(NoticeState.PENDING, false, null, "", LEASE, 1, 0, null));

    NoticeStatus next =
        NoticeReport.after(
            partly,
            done(NoticeState.DELIVERED, null, "", 2),
            null,
            Optional.empty(),
            null,
            NOW.plusSeconds(60));

    assertThat(next.sentTime()).isEqualTo(partly.sentTime());
  }

  @Test
  void whatCouldNotBeSentSaysWhyInOneLine() {
    NoticeStatus next =
        NoticeReport.after(
            CLAIMED,
            done(NoticeState.FAILED, NoticeReason.REFUSED, "554 no.\r\nGo away.", 0),
            new Answer.NotSent(false, "554 no.\r\nGo away."),
            Optional.empty(),
            "stand-in",
            NOW);

    assertThat(next.message()).isEqualTo("554 no. Go away.");
    assertThat(next.sentTime()).isNull();
    assertThat(next.handedTo()).isEqualTo("stand-in");
    assertThat(next.attempts().getFirst().result()).isEqualTo(Result.NOT_SENT);
    assertThat(next.attempts().getFirst().recipients()).isNull();
  }

  @Test
  void anAnswerThatNeverCameIsUnknown() {
    NoticeStatus next =
        after(
            new Answer.Unknown("Cut."),
            new After(
                NoticeState.UNCERTAIN,
                false,
                NoticeReason.OUTCOME_UNKNOWN,
                "Cut.",
                null,
                0,
                0,
                null));

    assertThat(next.state()).isEqualTo(State.UNCERTAIN);
    assertThat(next.attempts().getFirst().result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void whatWaitsKeepsWhatItHasAndStaysUncertainIfItWas() {
    NoticeStatus uncertain =
        after(
            new Answer.Unknown("Cut."),
            new After(NoticeState.UNCERTAIN, false, null, "Cut.", LEASE, 0, 0, null));

    NoticeStatus next =
        NoticeReport.waiting(uncertain, new Wait(NoticeReason.OUTCOME_UNKNOWN, "", LEASE));

    assertThat(next.state()).isEqualTo(State.UNCERTAIN);
    assertThat(next.message()).isEqualTo("Cut.");
    assertThat(next.attempts()).isEqualTo(uncertain.attempts());
    assertThat(NoticeReport.waiting(next, new Wait(NoticeReason.OUTCOME_UNKNOWN, "", LEASE)))
        .isEqualTo(next);
  }

  @Test
  void whatCannotBeLookedAtSaysSo() {
    NoticeStatus next = NoticeReport.unseen(NoticeStatus.none(), FORBIDDEN);

    assertThat(next.state()).isEqualTo(State.PENDING);
    assertThat(next.reason()).isEqualTo("MissingPermission");
    assertThat(next.message()).contains("lacks the right to get secrets");
    assertThat(NoticeReport.unseen(next, FORBIDDEN)).isEqualTo(next);
  }

  @Test
  void oncePassedWhatAFailedLookSaidIsGone() {
    NoticeStatus refused =
        after(
            new Answer.NotSent(true, "No connection."),
            new After(
                NoticeState.PENDING,
                false,
                NoticeReason.WAITING_FOR_RETRY,
                "No connection.",
                LEASE,
                0,
                0,
                null));

    NoticeStatus again =
        NoticeReport.waiting(
            NoticeReport.unseen(refused, FORBIDDEN),
            new Wait(NoticeReason.WAITING_FOR_RETRY, "", LEASE));

    assertThat(again).isEqualTo(refused);
    assertThat(
            NoticeReport.waiting(
                    NoticeReport.unseen(NoticeStatus.none(), FORBIDDEN),
                    new Wait(NoticeReason.WAITING_FOR_RETRY, "", LEASE))
                .message())
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PENDING")
  void aFailedLookTakesNoWordFromWhatSaysMore(State state) {
    NoticeStatus said =
        new NoticeStatus(
            state, null, "Said", "Said.", null, 1, null, List.of(), List.of(), List.of(), null,
            null, null);

    assertThat(NoticeReport.unseen(said, FORBIDDEN)).isEqualTo(said);
  }

  private static NoticeStatus after(Answer answer, After after) {
    return NoticeReport.after(
        CLAIMED,
        after,
        answer,
        Optional.of(
            new Sent(1, answer, "queued as 1", "", List.of("mark"), List.of("gone"), false)),
        null,
        NOW);
  }

  private static After done(
      NoticeState state, @Nullable NoticeReason reason, String message, int reached) {
    return new After(state, true, reason, message, null, reached, 0, null);
  }
}
