package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an incident stands, and what was said about it.
 *
 * @param observedGeneration the spec that this speaks about
 * @param phase where it stands; null before the first look
 * @param scope whom it affects; null while there is no verdict, or none that confirms it
 * @param serviceRequest the first one and how many more; null without one
 * @param awaiting what has to come next from a person; null once nothing has
 * @param delivered how many of the notices about it were delivered, such as {@code 2/3}; null while
 *     there is none
 * @param restoredTime when it was restored; null until then
 * @param counted what was counted on it; null unless the operator opened it for a policy
 * @param notices those that were made about it
 * @param monitoring what monitoring says; null while it says nothing. It has a writer of its own
 * @param conditions {@code Ready}, {@code Stalled}, {@code NoticesDelivered} and {@code
 *     SignalActive}
 */
@ApiObject
public record IncidentStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where it stands. It follows from the spec.")
        @Nullable IncidentPhase phase,
    @JsonPropertyDescription("Whom it affects, for example General or Restricted to SEGER.")
        @Size(max = 100)
        @Nullable String scope,
    @JsonPropertyDescription("The first service request, and how many more there are.")
        @Size(max = 80)
        @Nullable String serviceRequest,
    @JsonPropertyDescription("What has to come next from a person.") @Nullable Awaiting awaiting,
    @JsonPropertyDescription(
            "How many of the notices about it were delivered, for example 2/3. What became pointless"
                + " before it could be sent does not count.")
        @Size(max = 16)
        @Nullable String delivered,
    @JsonPropertyDescription(
            "When it was restored: as a person says, or when the cause of a non-conformity was gone.")
        @Nullable Instant restoredTime,
    @JsonPropertyDescription("What was counted on a non-conformity that was found at a policy.")
        @Nullable CountedStatus counted,
    @JsonPropertyDescription(
            "The notices that were made about it. None is made twice, even where it has left the"
                + " cluster.")
        @Size(max = 1000)
        @ListMap("name")
        List<ToldNotice> notices,
    @JsonPropertyDescription("What monitoring says. It ends nothing: people do.")
        @Nullable MonitoringStatus monitoring,
    @JsonPropertyDescription(
            "Ready: nothing is stuck. Stalled: a decision is awaited for too long; the message says"
                + " which, since when and from whom, also while it is not too long yet."
                + " NoticesDelivered: all that had to be said was. SignalActive: an alert is firing, or"
                + " the cause of a non-conformity is there.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions) {

  public IncidentStatus {
    notices = notices == null ? List.of() : List.copyOf(notices);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The status of an incident that was never reported on. */
  public static IncidentStatus none() {
    return new IncidentStatus(
        null, null, null, null, null, null, null, null, List.of(), null, List.of());
  }

  /** This status with other conditions. */
  public IncidentStatus withConditions(List<Condition> next) {
    return with(monitoring, next);
  }

  /** This status with what monitoring says now. */
  public IncidentStatus withMonitoring(@Nullable MonitoringStatus next) {
    return with(next, conditions);
  }

  private IncidentStatus with(@Nullable MonitoringStatus said, List<Condition> next) {
    return new IncidentStatus(
        observedGeneration,
        phase,
        scope,
        serviceRequest,
        awaiting,
        delivered,
        restoredTime,
        counted,
        notices,
        said,
        next);
  }

  /**
   * What has to come next from a person.
   *
   * @param what such as {@code Verdict}
   * @param from such as {@code ResponseTeam}
   * @param since from when on
   */
  @ApiObject
  public record Awaiting(
      @JsonPropertyDescription("What is to be done, for example Verdict.")
          @Required
          @Size(min = 1, max = 63)
          String what,
      @JsonPropertyDescription("Who is to do it, for example ResponseTeam.")
          @Required
          @Size(min = 1, max = 63)
          String from,
      @JsonPropertyDescription("Since when it is awaited.") @Required Instant since) {}
}
