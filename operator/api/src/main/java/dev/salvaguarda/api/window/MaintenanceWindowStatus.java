package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.incident.IncidentStatus.Awaiting;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a maintenance window stands, and what was said about it.
 *
 * @param observedGeneration the spec that this speaks about
 * @param phase where it stands; null before the first look
 * @param components names of the first and how many more; null before the first look
 * @param start when it begins as things stand, moves included; null before the first look
 * @param end when it is over, likewise
 * @param moves how often it was moved; null before the first look
 * @param awaiting what has to come next from a person; null while nothing has
 * @param delivered how many of the notices about it were delivered, such as {@code 2/3}; null while
 *     there is none
 * @param notices those that were made about it
 * @param heldAlerts that it has kept from opening incidents; at most 200
 * @param conditions {@code Ready}, {@code AnnouncedInTime}, {@code NoticesDelivered} and {@code
 *     SignalActive}
 */
@ApiObject
public record MaintenanceWindowStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where it stands. It follows from the spec and the time.")
        @Nullable WindowPhase phase,
    @JsonPropertyDescription("The first component, and how many more there are.") @Size(max = 80)
        @Nullable String components,
    @JsonPropertyDescription("When it begins as things stand, moves included.")
        @Nullable Instant start,
    @JsonPropertyDescription("When it is over as things stand, moves included.")
        @Nullable Instant end,
    @JsonPropertyDescription("How often it was moved.") @Nullable Integer moves,
    @JsonPropertyDescription("What has to come next from a person.") @Nullable Awaiting awaiting,
    @JsonPropertyDescription(
            "How many of the notices about it were delivered, for example 2/3. What became pointless"
                + " before it could be sent does not count.")
        @Size(max = 16)
        @Nullable String delivered,
    @JsonPropertyDescription(
            "The notices that were made about it. None is made twice, even where it has left the"
                + " cluster.")
        @Size(max = 1000)
        @ListMap("name")
        List<ToldNotice> notices,
    @JsonPropertyDescription(
            "Alerts that it has kept from opening incidents. Those that still fire once it is over do;"
                + " so do those for which there is no room here.")
        @Size(max = 40)
        @ListMap({"key", "id"})
        List<HeldAlertStatus> heldAlerts,
    @JsonPropertyDescription(
            "Ready: nothing is stuck, and nobody has to decide anything now. AnnouncedInTime: it was"
                + " announced as long before its start as minimumNotice says. NoticesDelivered: all"
                + " that had to be said was. SignalActive: an alert that it has kept back is firing.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions) {

  public MaintenanceWindowStatus {
    notices = notices == null ? List.of() : List.copyOf(notices);
    heldAlerts = heldAlerts == null ? List.of() : List.copyOf(heldAlerts);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The status of a window that was never reported on. */
  public static MaintenanceWindowStatus none() {
    return new MaintenanceWindowStatus(
        null, null, null, null, null, null, null, null, List.of(), List.of(), List.of());
  }

  /** This status with other conditions. */
  public MaintenanceWindowStatus withConditions(List<Condition> next) {
    return with(heldAlerts, next);
  }

  /** This status with what is kept back now. */
  public MaintenanceWindowStatus withHeldAlerts(List<HeldAlertStatus> next) {
    return with(next, conditions);
  }

  private MaintenanceWindowStatus with(List<HeldAlertStatus> held, List<Condition> next) {
    return new MaintenanceWindowStatus(
        observedGeneration,
        phase,
        components,
        start,
        end,
        moves,
        awaiting,
        delivered,
        notices,
        held,
        next);
  }
}
