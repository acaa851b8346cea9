package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Await;
import dev.salvaguarda.domain.notice.NoticeDecision.End;
import dev.salvaguarda.domain.notice.NoticeDecision.Hold;
import dev.salvaguarda.domain.notice.NoticeDecision.Note;
import dev.salvaguarda.domain.notice.NoticeDecision.Rest;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import dev.salvaguarda.domain.notice.NoticeFacts.Obstacle;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a notice; pure.
 *
 * <p>Nothing is lost: until it is settled every state leads to another attempt or to an end that
 * says so. Nobody gets it twice, but for one window: a message that was handed over while nobody
 * learnt the answer. That is {@link NoticeState#UNCERTAIN}, and only from there it may be sent to
 * the same receiver again.
 */
public final class NoticeLife {
  /** By how much a lease outlasts the longest attempt: for the answer to be written down. */
  static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration OTHER_LOOK = Duration.ofSeconds(30);

  private final NoticeFacts facts;
  private final NoticeMemory memory;
  private final NoticeStanding standing;
  private final Instant now;

  private NoticeLife(NoticeFacts facts, Instant now) {
    this.facts = facts;
    this.memory = facts.memory();
    this.standing = new NoticeStanding(facts, now);
    this.now = now;
  }

  /** What is to be done now. */
  public static NoticeDecision decide(NoticeFacts facts, Instant now) {
    return new NoticeLife(facts, now).decide();
  }

  /** How a notice ends of whose receivers nobody is left to write to. */
  public static After nobodyLeft(NoticeFacts facts, Instant now) {
    NoticeStanding standing = new NoticeStanding(facts, now);
    return facts.memory().reached() > 0
        ? standing.over(
            NoticeReason.SOME_NOT_REACHED,
            "Those who had not got it are no receivers of the channel any more.")
        : standing.over(NoticeReason.REFUSED, "All receivers of the channel have refused it.");
  }

  private NoticeDecision decide() {
    if (memory.settled()) {
      return new Rest();
    }
    return switch (facts.delivery()) {
      case Delivery.UnderWay _ -> new Await(lease().isAfter(now) ? lease() : now.plus(LOOK));
      case Delivery.Ended(int number, _) when number > memory.attempts() ->
          new Await(now.plus(LOOK));
      case Delivery.Ended(int number, Answer answer) when isNews(number, answer) ->
          new Note(number, answer, standing.after(answer));
      case Delivery.Ended _, Delivery.None _ -> undelivered();
    };
  }

  private boolean isNews(int number, Answer answer) {
    return number == memory.attempts()
        && (memory.state() == NoticeState.SENDING
            || (memory.state() == NoticeState.UNCERTAIN && !(answer instanceof Answer.Unknown)));
  }

  private NoticeDecision undelivered() {
    String relayed = facts.byHand().relayed();
    if (relayed != null && memory.state() != NoticeState.SENDING) {
      return new End(standing.relayed(relayed));
    }
    return switch (memory.state()) {
      case SENDING -> lease().isAfter(now) ? new Await(lease()) : lost();
      case UNCERTAIN -> uncertain();
      case PENDING -> pending();
      case DELIVERED, FAILED, SUPPRESSED -> new Rest();
    };
  }

  private Instant lease() {
    return memory.leaseUntil() == null ? now : memory.leaseUntil();
  }

  private Note lost() {
    Answer nobodyKnows =
        new Answer.Unknown("The operator that sent it was gone before it wrote down the answer.");
    return new Note(memory.attempts(), nobodyKnows, standing.after(nobodyKnows));
  }

  private NoticeDecision uncertain() {
    if (isPastDeadline() || isOutdated() || facts.self().untrue() != null) {
      return new End(
          standing.over(
              NoticeReason.OUTCOME_UNKNOWN, "Nobody knows whether it arrived, and time is up."));
    }
    return facts.channel().holds() ? new Hold(deadline()) : whenItsTurnComes();
  }

  private NoticeDecision pending() {
    if (memory.reached() == 0) {
      NoticeDecision untold = noLongerTrue();
      if (untold != null) {
        return untold;
      }
    }
    DigestTurn digest = facts.self().digest();
    if (digest != null && memory.attempts() == 0 && now.isBefore(digest.ends())) {
      Instant time = digest.time();
      Instant next = now.isBefore(time) ? time : now.plus(OTHER_LOOK);
      return new Wait(NoticeReason.WAITING_FOR_DIGEST, "Told with others at " + time + ".", next);
    }
    if (facts.byHand().isAwaited()) {
      return awaited();
    }
    return isPastDeadline()
        ? new End(standing.over(NoticeReason.DEADLINE_PASSED, "It could not be delivered in time."))
        : whenItsTurnComes();
  }

  /** Somebody was asked to tell it: that it runs out of reminders is no end. */
  private NoticeDecision awaited() {
    if (!now.isBefore(deadline())) {
      return new End(
          standing.over(
              NoticeReason.NOT_RELAYED, "Nobody has recorded in time that it was told by hand."));
    }
    return memory.attempts() >= RetryTerms.MOST_ATTEMPTS
        ? new Wait(NoticeReason.AWAITING_RELAY, "", deadline())
        : whenItsTurnComes();
  }

  private @Nullable NoticeDecision noLongerTrue() {
    String collector = facts.around().collectedBy();
    if (collector != null) {
      return suppressed(NoticeReason.COLLECTED, "Told by \"%s\".".formatted(collector));
    }
    String without = facts.around().suppressed();
    if (without != null) {
      return suppressed(
          NoticeReason.SUPERSEDED,
          "\"%s\" was suppressed, and this makes no sense without it.".formatted(without));
    }
    String untrue = facts.self().untrue();
    if (untrue != null) {
      return suppressed(NoticeReason.NO_LONGER_SO, untrue);
    }
    return isOutdated()
        ? suppressed(
            NoticeReason.OUTDATED,
            "It was worth saying until %s.".formatted(facts.self().notAfter()))
        : null;
  }

  private NoticeDecision whenItsTurnComes() {
    Obstacle obstacle = facts.channel().obstacle();
    if (obstacle != null) {
      return new Wait(obstacle.reason(), obstacle.message(), now.plus(OTHER_LOOK));
    }
    if (facts.channel().suspended()) {
      return new Wait(NoticeReason.CHANNEL_SUSPENDED, "The channel is suspended.", deadline());
    }
    if (memory.nextAt() != null && now.isBefore(memory.nextAt())) {
      return new Wait(waiting(), "", memory.nextAt());
    }
    if (facts.around().ahead() != null) {
      return new Wait(
          NoticeReason.WAITING_FOR_EARLIER,
          "\"%s\" goes first.".formatted(facts.around().ahead()),
          now.plus(OTHER_LOOK));
    }
    if (now.isBefore(facts.around().rateFreeAt())) {
      String words = "The channel's rate lets no more out before that.";
      return new Wait(NoticeReason.WAITING_FOR_RATE, words, facts.around().rateFreeAt());
    }
    return new Send(memory.attempts() + 1, now.plus(facts.channel().total()).plus(MARGIN));
  }

  private NoticeReason waiting() {
    if (facts.byHand().isAwaited()) {
      return NoticeReason.AWAITING_RELAY;
    }
    return memory.state() == NoticeState.UNCERTAIN
        ? NoticeReason.OUTCOME_UNKNOWN
        : NoticeReason.WAITING_FOR_RETRY;
  }

  private End suppressed(NoticeReason reason, String message) {
    return new End(standing.suppressed(reason, message));
  }

  private Instant deadline() {
    return standing.deadline();
  }

  private boolean isPastDeadline() {
    return !now.isBefore(deadline()) || memory.attempts() >= RetryTerms.MOST_ATTEMPTS;
  }

  private boolean isOutdated() {
    return facts.self().notAfter() != null && now.isAfter(facts.self().notAfter());
  }
}
