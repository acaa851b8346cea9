package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeFacts.Asking;
import dev.salvaguarda.domain.notice.NoticeFacts.ByHand;
import java.time.Duration;
import java.time.Instant;

/** How a notice stands after an attempt, or at its end; pure. */
final class NoticeStanding {
  private final NoticeFacts facts;
  private final NoticeMemory memory;
  private final ByHand byHand;
  private final Instant now;

  NoticeStanding(NoticeFacts facts, Instant now) {
    this.facts = facts;
    this.memory = facts.memory();
    this.byHand = facts.byHand();
    this.now = now;
  }

  /** How it stands after an attempt. */
  After after(Answer answer) {
    if (byHand.relayed() != null) {
      return relayed(byHand.relayed());
    }
    Asking asking = byHand.asking();
    if (asking != null
        && (byHand.isAwaited()
            || (answer instanceof Answer.Answered(int sent, _, _, _) && sent > 0))) {
      return awaitingRelay(asking);
    }
    return switch (answer) {
      case Answer.Answered(int sent, int deferred, int rejected, String message) -> {
        int reached = memory.reached() + sent;
        int refused = memory.refused() + rejected;
        yield deferred > 0
            ? again(reached, refused, message, nextAttempt())
            : ended(reached, refused, NoticeReason.REFUSED, message);
      }
      case Answer.NotSent(boolean passes, String message, Duration pause) ->
          passes
              ? again(memory.reached(), memory.refused(), message, later(pause))
              : ended(memory.reached(), memory.refused(), NoticeReason.REFUSED, message);
      case Answer.Unknown(String message) ->
          new After(
              NoticeState.UNCERTAIN,
              false,
              NoticeReason.OUTCOME_UNKNOWN,
              message,
              facts.channel().holds() ? null : nextAttempt(),
              memory.reached(),
              memory.refused(),
              null);
    };
  }

  /** A reminder that nobody got changes nothing: the first request did. */
  private After awaitingRelay(Asking asking) {
    Instant next = now.plus(asking.pause());
    return new After(
        NoticeState.PENDING,
        false,
        NoticeReason.AWAITING_RELAY,
        "Those who tell it by hand were asked to; nobody has recorded yet that it was told.",
        byHand.asked() >= asking.reminders() || next.isAfter(deadline()) ? deadline() : next,
        memory.reached(),
        memory.refused(),
        null);
  }

  /** A person has told it. */
  After relayed(String message) {
    return new After(
        NoticeState.DELIVERED,
        true,
        NoticeReason.RELAYED,
        message,
        null,
        Math.max(1, memory.reached()),
        memory.refused(),
        null);
  }

  private After again(int reached, int refused, String message, Instant next) {
    return memory.attempts() >= RetryTerms.MOST_ATTEMPTS || !next.isBefore(deadline())
        ? ended(reached, refused, NoticeReason.DEADLINE_PASSED, message)
        : new After(
            NoticeState.PENDING,
            false,
            NoticeReason.WAITING_FOR_RETRY,
            message,
            next,
            reached,
            refused,
            null);
  }

  /** A pause that is asked for is no reason to give up before the deadline. */
  private Instant later(Duration pause) {
    Instant planned = nextAttempt();
    Instant asked = now.plus(pause);
    return asked.isAfter(planned) && asked.isBefore(deadline()) ? asked : planned;
  }

  private Instant nextAttempt() {
    return facts.channel().retry().next(Math.max(1, memory.attempts()), now, deadline());
  }

  /** It ends without another attempt; those who have it keep it. */
  After over(NoticeReason reason, String message) {
    return ended(memory.reached(), memory.refused(), reason, message);
  }

  private After ended(int reached, int refused, NoticeReason reason, String message) {
    if (reached > 0) {
      boolean all = message.isEmpty() && refused == 0;
      return new After(
          NoticeState.DELIVERED,
          true,
          all ? null : NoticeReason.SOME_NOT_REACHED,
          message,
          null,
          reached,
          refused,
          null);
    }
    String fallback = facts.self().standsIn() ? null : facts.channel().fallback();
    return new After(NoticeState.FAILED, true, reason, message, null, reached, refused, fallback);
  }

  /** It ends because it is not to be told any more, or is told elsewhere. */
  After suppressed(NoticeReason reason, String message) {
    return new After(
        NoticeState.SUPPRESSED, true, reason, message, null, 0, memory.refused(), null);
  }

  /** What should have been told with others has all its time once it goes by itself. */
  Instant deadline() {
    DigestTurn digest = facts.self().digest();
    Instant from = digest == null ? facts.self().createdAt() : digest.ends();
    return from.plus(facts.channel().retry().deadline());
  }
}
