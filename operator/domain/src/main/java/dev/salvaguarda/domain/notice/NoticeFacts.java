package dev.salvaguarda.domain.notice;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All that a decision about a notice may look at. */
public record NoticeFacts(
    Self self,
    NoticeMemory memory,
    Channel channel,
    Around around,
    Delivery delivery,
    ByHand byHand) {

  /** Of a channel that tells by itself, and nobody has told it by hand either. */
  public NoticeFacts(
      Self self, NoticeMemory memory, Channel channel, Around around, Delivery delivery) {
    this(self, memory, channel, around, delivery, new ByHand(null, 0, null));
  }

  /**
   * The notice itself.
   *
   * @param createdAt when it was made
   * @param notAfter when it is no longer worth saying; null means never
   * @param digest when it is told with others; null means that it goes by itself
   * @param standsIn whether it stands in for one of another channel: such a one is not handed on
   * @param untrue why what it says is no longer so; null while it is, or nobody asked yet
   */
  public record Self(
      Instant createdAt,
      @Nullable Instant notAfter,
      @Nullable DigestTurn digest,
      boolean standsIn,
      @Nullable String untrue) {}

  /**
   * The channel, or what is known of one that is not there.
   *
   * @param retry how long is tried
   * @param total how long an attempt may take
   * @param holds whether what is uncertain waits for a person
   * @param suspended whether nothing is sent for now
   * @param obstacle why nothing can be sent now; null if it can
   * @param fallback the channel that gets what this one can't deliver; null without one
   */
  public record Channel(
      RetryTerms retry,
      Duration total,
      boolean holds,
      boolean suspended,
      @Nullable Obstacle obstacle,
      @Nullable String fallback) {}

  /** Why a channel can't be used. */
  public record Obstacle(NoticeReason reason, String message) {}

  /**
   * Other notices, and what has just been sent.
   *
   * @param ahead one that goes first; null if none does
   * @param suppressed one without which this makes no sense and that was suppressed; null if none
   * @param collectedBy the one that tells this with others; null if none does
   * @param rateFreeAt when the channel's rate lets the next message out
   */
  public record Around(
      @Nullable String ahead,
      @Nullable String suppressed,
      @Nullable String collectedBy,
      Instant rateFreeAt) {}

  /**
   * What people do about it.
   *
   * @param relayed that a person told it, a sentence; null while nobody has recorded that
   * @param asked how often people were asked to
   * @param asking how they are asked; null where the channel tells by itself
   */
  public record ByHand(@Nullable String relayed, int asked, @Nullable Asking asking) {
    /** Whether all that is missing is that somebody does it, or records it. */
    boolean isAwaited() {
      return asking != null && asked > 0;
    }
  }

  /**
   * How people are asked to tell something.
   *
   * @param pause between two requests
   * @param reminders how many follow the first one
   */
  public record Asking(Duration pause, int reminders) {}

  /** What this operator itself knows of an attempt. */
  public sealed interface Delivery {
    /** Nothing: it makes none, or was restarted since. */
    record None() implements Delivery {}

    /** It makes one right now. */
    record UnderWay() implements Delivery {}

    /** It has made one, and the answer may not have been written down yet. */
    record Ended(int number, Answer answer) implements Delivery {}
  }
}
