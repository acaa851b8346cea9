package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.Attempt;
import dev.salvaguarda.api.notice.NoticeStatus.Recipients;
import dev.salvaguarda.api.notice.NoticeStatus.Result;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.notice.Answer;
import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeReason;
import dev.salvaguarda.domain.text.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of a notice after a decision; pure. */
final class NoticeReport {
  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_OF_ATTEMPT = 512;
  private static final int LONGEST_ID = 255;
  private static final int LONGEST_CODE = 32;
  private static final int MOST_MARKS = 1_000;

  private static final Set<String> OF_LOOKS =
      Set.of(
          ConditionReason.MISSING_PERMISSION.wireName(),
          ConditionReason.RECONCILE_ERROR.wireName());

  private NoticeReport() {}

  /** Claimed for an attempt that has no result yet. */
  static NoticeStatus claimed(NoticeStatus old, Send send, String holder, Instant now) {
    List<Attempt> attempts = new ArrayList<>(old.attempts());
    attempts.add(
        new Attempt(send.number(), now, holder, send.leaseUntil(), null, null, null, null, null));
    return new NoticeStatus(
        State.SENDING,
        null,
        null,
        null,
        old.sentTime(),
        send.number(),
        null,
        attempts,
        old.due(),
        old.notDue(),
        old.reached(),
        old.refused(),
        old.handedTo());
  }

  /** As it stood before the cluster's data were set back. */
  static NoticeStatus setBack(NoticeStatus known) {
    return new NoticeStatus(
        known.state(),
        known.settled(),
        NoticeReason.SET_BACK.wireName(),
        told(
            "Written down anew, after the cluster had forgotten it."
                + (known.message() == null ? "" : " " + known.message())),
        known.sentTime(),
        known.attemptCount(),
        known.nextAttemptTime(),
        known.attempts(),
        known.due(),
        known.notDue(),
        known.reached(),
        known.refused(),
        known.handedTo());
  }

  /** It waits, and why. */
  static NoticeStatus waiting(NoticeStatus old, Wait wait) {
    boolean uncertain = old.state() == State.UNCERTAIN;
    return untried(
        old,
        uncertain ? State.UNCERTAIN : State.PENDING,
        wait.reason().wireName(),
        wait.message().isEmpty() ? before(old) : told(wait.message()));
  }

  /**
   * It can't be looked at, and why. Of what is on its way or in doubt more is said already, and of
   * what is settled nothing is to be added.
   */
  static NoticeStatus unseen(NoticeStatus old, FailedLook look) {
    return old.state() != null && old.state() != State.PENDING
        ? old
        : untried(old, State.PENDING, look.reason().wireName(), told(look.sentence()));
  }

  /** All that came of attempts stays. */
  private static NoticeStatus untried(
      NoticeStatus old, State state, String reason, @Nullable String message) {
    return new NoticeStatus(
        state,
        null,
        reason,
        message,
        old.sentTime(),
        old.attemptCount(),
        old.nextAttemptTime(),
        old.attempts(),
        old.due(),
        old.notDue(),
        old.reached(),
        old.refused(),
        old.handedTo());
  }

  /** What was said before looks failed. */
  private static @Nullable String before(NoticeStatus old) {
    if (old.reason() == null || !OF_LOOKS.contains(old.reason())) {
      return old.message();
    }
    return old.attempts().isEmpty() ? null : old.attempts().getLast().message();
  }

  /**
   * After an attempt, or without one.
   *
   * @param sent what came of the newest attempt; empty if nothing came of one
   * @param answer of the newest attempt; null if there is none to write down
   * @param handedTo the stand-in that was made; null without one
   */
  static NoticeStatus after(
      NoticeStatus old,
      After after,
      @Nullable Answer answer,
      Optional<Sent> sent,
      @Nullable String handedTo,
      Instant now) {
    boolean somebodyGotIt = after.reached() > zeroIfNull(old.reached());
    return new NoticeStatus(
        state(after),
        after.settled() ? true : null,
        after.reason() == null ? null : after.reason().wireName(),
        after.message().isEmpty() ? null : told(after.message()),
        old.sentTime() == null && somebodyGotIt
            ? now.truncatedTo(ChronoUnit.SECONDS)
            : old.sentTime(),
        old.attemptCount(),
        after.nextAt(),
        answer == null ? old.attempts() : concluded(old.attempts(), answer, sent),
        after.settled() ? List.of() : due(old, answer, sent),
        after.settled() || after.reached() > 0 ? List.of() : notDue(old, sent),
        after.reached() == 0 ? null : after.reached(),
        after.refused() == 0 ? null : after.refused(),
        handedTo);
  }

  private static List<String> due(NoticeStatus old, @Nullable Answer answer, Optional<Sent> sent) {
    return answer instanceof Answer.Answered && sent.isPresent() ? sent.get().due() : old.due();
  }

  private static List<String> notDue(NoticeStatus old, Optional<Sent> sent) {
    return Stream.concat(old.notDue().stream(), sent.stream().flatMap(one -> one.notDue().stream()))
        .distinct()
        .limit(MOST_MARKS)
        .toList();
  }

  private static int zeroIfNull(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static State state(After after) {
    return switch (after.state()) {
      case PENDING -> State.PENDING;
      case SENDING -> State.SENDING;
      case DELIVERED -> State.DELIVERED;
      case FAILED -> State.FAILED;
      case UNCERTAIN -> State.UNCERTAIN;
      case SUPPRESSED -> State.SUPPRESSED;
    };
  }

  private static List<Attempt> concluded(
      List<Attempt> attempts, Answer answer, Optional<Sent> sent) {
    if (attempts.isEmpty()) {
      return attempts;
    }
    List<Attempt> next = new ArrayList<>(attempts);
    Attempt last = next.removeLast();
    next.add(
        new Attempt(
            last.number(),
            last.at(),
            last.holder(),
            last.leaseUntil(),
            result(answer),
            sent.map(one -> cut(one.providerId(), LONGEST_ID)).orElse(null),
            sent.map(one -> cut(one.code(), LONGEST_CODE)).orElse(null),
            message(answer),
            recipients(answer)));
    return next;
  }

  private static Result result(Answer answer) {
    return switch (answer) {
      case Answer.Answered(int sent, int deferred, int rejected, _) ->
          deferred + rejected == 0
              ? Result.DELIVERED
              : sent == 0 ? Result.NOT_SENT : Result.PARTLY_DELIVERED;
      case Answer.NotSent _ -> Result.NOT_SENT;
      case Answer.Unknown _ -> Result.UNKNOWN;
    };
  }

  private static @Nullable String message(Answer answer) {
    String words =
        switch (answer) {
          case Answer.Answered(_, _, _, String message) -> message;
          case Answer.NotSent(_, String message, _) -> message;
          case Answer.Unknown(String message) -> message;
        };
    return words.isEmpty() ? null : Sentence.oneLine(words, LONGEST_OF_ATTEMPT);
  }

  private static @Nullable Recipients recipients(Answer answer) {
    return answer instanceof Answer.Answered(int sent, int deferred, int rejected, _)
        ? new Recipients(sent, deferred, rejected)
        : null;
  }

  private static @Nullable String cut(String text, int limit) {
    return text.isEmpty() ? null : Sentence.oneLine(text, limit);
  }

  private static String told(String message) {
    return Sentence.oneLine(message, LONGEST_MESSAGE);
  }
}
