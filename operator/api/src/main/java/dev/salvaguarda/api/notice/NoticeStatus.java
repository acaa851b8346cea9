package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notice.
 *
 * @param state where it stands; null before it was looked at, which is as good as pending
 * @param settled true once nothing happens to it any more; null before that
 * @param reason why it is there, UpperCamelCase; null where there is nothing to explain
 * @param message the same for a person
 * @param sentTime when the first receiver's server took it; null before that
 * @param attemptCount how often it was tried; null or 0 when never
 * @param nextAttemptTime when it is tried next; null when that is not planned
 * @param attempts the story of every attempt
 * @param due who has not got it yet, as {@code dev.salvaguarda.domain.notice} names them without
 *     their addresses; empty means everybody, unless somebody has it
 * @param notDue who has refused it for good, named likewise; empty once somebody has it
 * @param reached how many have it; null or 0 when nobody
 * @param refused how many will not get it; null or 0 when nobody
 * @param handedTo notice of the fallback channel that stands in for this one; null without one
 */
@ApiObject
public record NoticeStatus(
    @JsonPropertyDescription(
            "Pending: it waits. Sending: it is on its way. Delivered: the next server took it for at"
                + " least one receiver. Failed: nobody got it. Uncertain: it was handed over, and no"
                + " answer came. Suppressed: it was no longer true, or is told elsewhere.")
        @Nullable State state,
    @JsonPropertyDescription("True once nothing happens to it any more.") @Nullable Boolean settled,
    @JsonPropertyDescription("Why it is where it is, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("Why it is where it is, as a sentence.") @Size(max = 1024)
        @Nullable String message,
    @JsonPropertyDescription("When the next server first took it.") @Nullable Instant sentTime,
    @JsonPropertyDescription("How often it was tried.") @Nullable Integer attemptCount,
    @JsonPropertyDescription("When it is tried next.") @Nullable Instant nextAttemptTime,
    @JsonPropertyDescription("What came of each attempt, the first one first.") @Size(max = 20)
        List<Attempt> attempts,
    @JsonPropertyDescription(
            "Who has not got it yet, once somebody has: a mark for each receiver that does not tell"
                + " the address.")
        @Size(max = 1000)
        List<@Size(max = 16) String> due,
    @JsonPropertyDescription(
            "Who has refused it for good, while nobody has it: a mark for each receiver that does not"
                + " tell the address.")
        @Size(max = 1000)
        List<@Size(max = 16) String> notDue,
    @JsonPropertyDescription("How many receivers have it.") @Nullable Integer reached,
    @JsonPropertyDescription("How many receivers will not get it.") @Nullable Integer refused,
    @JsonPropertyDescription("Name of the Notice of the fallback channel that stands in for it.")
        @Size(max = 253)
        @Nullable String handedTo) {

  public NoticeStatus {
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
    due = due == null ? List.of() : List.copyOf(due);
    notDue = notDue == null ? List.of() : List.copyOf(notDue);
  }

  /** The status of a notice that was never looked at. */
  public static NoticeStatus none() {
    return new NoticeStatus(
        null, null, null, null, null, null, null, List.of(), List.of(), List.of(), null, null,
        null);
  }

  /** Where a notice stands. */
  public enum State {
    /** It waits. */
    @JsonProperty("Pending")
    PENDING,
    /** Somebody has claimed it and sends it. */
    @JsonProperty("Sending")
    SENDING,
    /** The next server took it for at least one receiver. */
    @JsonProperty("Delivered")
    DELIVERED,
    /** Nobody got it. */
    @JsonProperty("Failed")
    FAILED,
    /** It was handed over, and no answer came. */
    @JsonProperty("Uncertain")
    UNCERTAIN,
    /** It was no longer true, or is told elsewhere. */
    @JsonProperty("Suppressed")
    SUPPRESSED
  }

  /** What came of an attempt. */
  public enum Result {
    /** Everybody who was due got it. */
    @JsonProperty("Delivered")
    DELIVERED,
    /** Some got it. */
    @JsonProperty("PartlyDelivered")
    PARTLY_DELIVERED,
    /** Nobody got it, for certain. */
    @JsonProperty("NotSent")
    NOT_SENT,
    /** Nobody knows. */
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /**
   * One attempt. It is written down before anything is sent, without a result.
   *
   * @param number counted from 1
   * @param at when it was claimed
   * @param holder the operator that claimed it
   * @param leaseUntil until when nobody else touches it
   * @param result null while it goes on
   * @param providerId what the server calls the message; null if it said nothing
   * @param code what the server answered, such as {@code 451 4.7.1}; null without an answer
   * @param message one sentence; never an address; null when all is well
   * @param recipients how many; null while it goes on
   */
  @ApiObject
  public record Attempt(
      @JsonPropertyDescription("Number of the attempt, counted from 1.") @Required Integer number,
      @JsonPropertyDescription("When it began.") @Required Instant at,
      @JsonPropertyDescription("The operator that made it.") @Required @Size(max = 253)
          String holder,
      @JsonPropertyDescription("Until when no other operator touches the notice.")
          @Nullable Instant leaseUntil,
      @JsonPropertyDescription(
              "Delivered: all who were due got it. PartlyDelivered: some did. NotSent: nobody, for"
                  + " certain. Unknown: it was handed over, and no answer came. Absent while it goes"
                  + " on.")
          @Nullable Result result,
      @JsonPropertyDescription("What the server calls the message.") @Size(max = 255)
          @Nullable String providerId,
      @JsonPropertyDescription("What the server answered, as a code.") @Size(max = 32)
          @Nullable String code,
      @JsonPropertyDescription("What went wrong, as a sentence.") @Size(max = 512)
          @Nullable String message,
      @JsonPropertyDescription("How many receivers got it.") @Nullable Recipients recipients) {}

  /**
   * Receivers of an attempt, in numbers.
   *
   * @param sent got it
   * @param deferred did not, and may in another attempt
   * @param rejected will not
   */
  @ApiObject
  public record Recipients(
      @JsonPropertyDescription("Receivers who got it.") @Nullable Integer sent,
      @JsonPropertyDescription("Receivers who may get it in another attempt.")
          @Nullable Integer deferred,
      @JsonPropertyDescription("Receivers who will not get it.") @Nullable Integer rejected) {}
}
