package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel can do now, and what waits for it.
 *
 * @param observedGeneration the spec that was probed
 * @param kind kind and server, for people
 * @param conditions {@code Ready} and {@code TemplatesValid}
 * @param lastProbeTime when the newest probe ended, well or not; null before the first
 * @param lastSuccessTime when a message was last delivered; null before the first
 * @param lastFailure the newest message that nobody got; null before the first
 * @param backlog notices that are not settled; null or 0 when there are none
 * @param uncertain those among them of which nobody knows whether they arrived
 * @param oldestTime event of the oldest notice that is not settled; null without one
 */
@ApiObject
public record NotificationChannelStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Kind of the channel and where it leads, for people.") @Size(max = 300)
        @Nullable String kind,
    @JsonPropertyDescription(
            "Ready: the newest probe connected, encrypted and logged in, and every Secret is as it"
                + " should be. TemplatesValid: every text can be filled.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions,
    @JsonPropertyDescription("When the newest probe ended, well or not.")
        @Nullable Instant lastProbeTime,
    @JsonPropertyDescription("When a message was last delivered.")
        @Nullable Instant lastSuccessTime,
    @JsonPropertyDescription(
            "The newest message that was given up without reaching anybody on this channel; it stays"
                + " after a later one was delivered.")
        @Nullable LastFailure lastFailure,
    @JsonPropertyDescription("Notices that have not come to an end yet.") @Nullable Integer backlog,
    @JsonPropertyDescription("Those among them of which nobody knows whether they arrived.")
        @Nullable Integer uncertain,
    @JsonPropertyDescription("When that happened which the oldest of them tells.")
        @Nullable Instant oldestTime) {

  public NotificationChannelStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The status of a channel that was never reported on. */
  public static NotificationChannelStatus none() {
    return new NotificationChannelStatus(null, null, List.of(), null, null, null, null, null, null);
  }

  /** This status with other conditions. */
  public NotificationChannelStatus withConditions(List<Condition> conditions) {
    return new NotificationChannelStatus(
        observedGeneration,
        kind,
        conditions,
        lastProbeTime,
        lastSuccessTime,
        lastFailure,
        backlog,
        uncertain,
        oldestTime);
  }

  /**
   * A message that nobody got.
   *
   * @param time when it was given up
   * @param reason in one word, as in the notice's status
   * @param notice its name
   */
  @ApiObject
  public record LastFailure(
      @JsonPropertyDescription("When it was given up.") @Required Instant time,
      @JsonPropertyDescription("Why, in one word, as in the status of the notice.")
          @Required
          @Size(min = 1, max = 64)
          String reason,
      @JsonPropertyDescription("Name of the Notice, which says more.")
          @Required
          @Size(min = 1, max = 253)
          String notice) {}
}
