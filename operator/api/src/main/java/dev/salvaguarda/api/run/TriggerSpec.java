package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a run exists.
 *
 * @param type who or what asked for it; {@link Type#MANUAL} when not given
 * @param schedule name of the policy's schedule; null for a run that none asked for
 * @param scheduledFor the due time; null for a run that none asked for
 * @param requestedBy who asked, in their own words; null where that is not said
 * @param missed the due times of which this run is the record; null for a run that is to be done
 */
@ApiObject
@ValidationRule(
    value = "self.type != 'Schedule' || (has(self.schedule) && has(self.scheduledFor))",
    message =
        "type Schedule needs schedule and scheduledFor; for a run that you start yourself leave"
            + " trigger out, or set type: Manual")
public record TriggerSpec(
    @JsonPropertyDescription(
            "Schedule: a schedule was due. CatchUp: runs were missed before. Manual: a person or a"
                + " pipeline asked. Retry: a person asked to repeat a run that failed.")
        @Default("Manual")
        Type type,
    @JsonPropertyDescription("Name of the policy's schedule that was due.") @Size(max = 20)
        @Nullable String schedule,
    @JsonPropertyDescription("The time for which the run was due.") @Nullable Instant scheduledFor,
    @JsonPropertyDescription("Who asked for the run, in their own words.") @Size(max = 253)
        @Nullable String requestedBy,
    @JsonPropertyDescription(
            "Set by the operator on a run that is a record of due times that passed: it is never"
                + " started, and its phase becomes Missed.")
        @Nullable MissedSpec missed) {

  /** A run that a person asked for, without saying more. */
  public static final TriggerSpec MANUAL = new TriggerSpec(Type.MANUAL, null, null, null, null);

  public TriggerSpec {
    type = type == null ? Type.MANUAL : type;
  }

  /** Who or what asked for a run. */
  public enum Type {
    /** A schedule was due. */
    @JsonProperty("Schedule")
    SCHEDULE,
    /** A person or a pipeline asked. */
    @JsonProperty("Manual")
    MANUAL,
    /** Runs were missed, and one makes up for all of them. */
    @JsonProperty("CatchUp")
    CATCH_UP,
    /** A person asked to repeat a run that failed. */
    @JsonProperty("Retry")
    RETRY
  }

  /**
   * Due times that passed without a run.
   *
   * @param count how many, of all schedules of the policy together
   * @param first the oldest
   * @param last the newest
   * @param why what kept them from being started, as the end of a sentence; null where that is not
   *     said
   * @param heldBy the maintenance window that held all of them, as was planned; null if none did
   */
  @ApiObject
  public record MissedSpec(
      @JsonPropertyDescription("How many due times passed.") @Required Integer count,
      @JsonPropertyDescription("The oldest of them.") @Required Instant first,
      @JsonPropertyDescription("The newest of them.") @Required Instant last,
      @JsonPropertyDescription(
              "What kept them from being started, for example: not started within"
                  + " startingDeadline.")
          @Size(max = 256)
          @Nullable String why,
      @JsonPropertyDescription(
              "The MaintenanceWindow that held all of them: that was planned, and is no"
                  + " non-conformity.")
          @Size(max = 253)
          @Nullable String heldBy) {}
}
