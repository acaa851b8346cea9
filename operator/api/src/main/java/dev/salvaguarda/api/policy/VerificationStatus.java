package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.policy.BackupPolicyStatus.ScheduleStatus;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the tests of a policy stand.
 *
 * @param since when tests were first asked for
 * @param schedule since when their schedule counts, and what was dealt with; null while suspended
 * @param nextTestTime when the next test starts; null if none is due
 * @param activeTest name of the Restore that is going on; null means none
 * @param awaitingSignOff the newest test that waits for a person; null if none does
 * @param lastFailure the newest test that did not pass, or was rejected, after the last one that
 *     counts; null if there is none
 * @param lastMissed the newest due times that had no test; null if there never were any
 */
@ApiObject
public record VerificationStatus(
    @JsonPropertyDescription(
            "When tests were first asked for: as long as none has passed, Verified becomes False that"
                + " much time after it as a test would count.")
        @Nullable Instant since,
    @JsonPropertyDescription("Since when the schedule of the tests counts.")
        @Nullable ScheduleStatus schedule,
    @JsonPropertyDescription("When the next test starts.") @Nullable Instant nextTestTime,
    @JsonPropertyDescription("Name of the test that is going on.") @Size(max = 253)
        @Nullable String activeTest,
    @JsonPropertyDescription(
            "The newest test that passed and awaits the signature of a person, where the policy asks"
                + " for one.")
        @Nullable AwaitingSignOff awaitingSignOff,
    @JsonPropertyDescription(
            "The newest test that did not pass, or was rejected by a person, since lastVerification.")
        @Nullable Failed lastFailure,
    @JsonPropertyDescription("The newest due times for which no test was made.")
        @Nullable Missed lastMissed) {

  /**
   * A test that waits for a person.
   *
   * @param restore its name
   * @param since when it ended
   */
  @ApiObject
  public record AwaitingSignOff(
      @JsonPropertyDescription("Name of the Restore.") @Size(max = 253) @Nullable String restore,
      @JsonPropertyDescription("Since when it waits: when the test ended.")
          @Nullable Instant since) {}

  /**
   * A test that did not pass.
   *
   * @param restore its name
   * @param time when it ended
   * @param rejected whether a person rejected what passed
   * @param message why
   */
  @ApiObject
  public record Failed(
      @JsonPropertyDescription("Name of the Restore.") @Size(max = 253) @Nullable String restore,
      @JsonPropertyDescription("When it ended.") @Nullable Instant time,
      @JsonPropertyDescription("Whether it passed and a person rejected it.")
          @Nullable Boolean rejected,
      @JsonPropertyDescription("Why, as a sentence.") @Size(max = 512) @Nullable String message) {}

  /**
   * Due times in a row for which no test was made.
   *
   * @param count how many
   * @param first of them
   * @param last of them
   * @param why as a sentence
   */
  @ApiObject
  public record Missed(
      @JsonPropertyDescription("How many.") @Nullable Integer count,
      @JsonPropertyDescription("The first due time.") @Nullable Instant first,
      @JsonPropertyDescription("The last due time.") @Nullable Instant last,
      @JsonPropertyDescription("Why there was none, as a sentence.") @Size(max = 512)
          @Nullable String why) {}
}
