package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Size;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel tells of incidents and maintenance.
 *
 * @param messages which; all but those for the technical team when not given
 * @param organizations those whose own incidents are told; empty means of all. What concerns
 *     everybody is told in any case
 */
@ApiObject
public record SubscriptionSpec(
    @JsonPropertyDescription(
            "What is told, by the names that the messages have in the guide. Without it, all that"
                + " people decide; IncidentOpened and SignalCleared, which are for the technical team"
                + " alone, have to be named.")
        @Size(min = 1, max = 14)
        @ListSet
        List<DecidedMessage> messages,
    @JsonPropertyDescription(
            "Organisations: what concerns another one alone is not told. Without it, nothing is left"
                + " out.")
        @Size(max = 50)
        @ListSet
        List<@Size(min = 1, max = 63) String> organizations) {

  public SubscriptionSpec {
    messages =
        messages == null || messages.isEmpty()
            ? List.copyOf(
                EnumSet.complementOf(
                    EnumSet.of(DecidedMessage.INCIDENT_OPENED, DecidedMessage.SIGNAL_CLEARED)))
            : List.copyOf(messages);
    organizations = organizations == null ? List.of() : List.copyOf(organizations);
  }

  /**
   * Whether a message is told.
   *
   * @param name as {@code dev.salvaguarda.domain.message.Message} has it
   * @param restrictedTo the one organisation that it concerns; null if it concerns everybody
   */
  public boolean covers(String name, @Nullable String restrictedTo) {
    return messages.stream().anyMatch(message -> message.wireName.equals(name))
        && (restrictedTo == null
            || organizations.isEmpty()
            || organizations.contains(restrictedTo));
  }

  /** What there can be to tell of what people decided, and of alerts. */
  public enum DecidedMessage {
    /** The report of a client was received. */
    @JsonProperty("ReceiptConfirmation")
    RECEIPT_CONFIRMATION("ReceiptConfirmation"),
    /** What was reported works. */
    @JsonProperty("UnavailabilityNotConfirmed")
    UNAVAILABILITY_NOT_CONFIRMED("UnavailabilityNotConfirmed"),
    /** A component does not work as it should, for everybody. */
    @JsonProperty("IncidentConfirmed")
    INCIDENT_CONFIRMED("IncidentConfirmed"),
    /** A component does not work as it should for one organisation. */
    @JsonProperty("IncidentConfirmedRestricted")
    INCIDENT_CONFIRMED_RESTRICTED("IncidentConfirmedRestricted"),
    /** How it goes on. */
    @JsonProperty("IncidentUpdate")
    INCIDENT_UPDATE("IncidentUpdate"),
    /** It works again. */
    @JsonProperty("ServiceRestored")
    SERVICE_RESTORED("ServiceRestored"),
    /** Maintenance will take place. */
    @JsonProperty("MaintenanceScheduled")
    MAINTENANCE_SCHEDULED("MaintenanceScheduled"),
    /** It will take place at other times. */
    @JsonProperty("MaintenanceRescheduled")
    MAINTENANCE_RESCHEDULED("MaintenanceRescheduled"),
    /** It will take place soon. */
    @JsonProperty("MaintenanceReminder")
    MAINTENANCE_REMINDER("MaintenanceReminder"),
    /** It takes longer than was said. */
    @JsonProperty("MaintenanceOverrun")
    MAINTENANCE_OVERRUN("MaintenanceOverrun"),
    /** It is over. */
    @JsonProperty("MaintenanceCompleted")
    MAINTENANCE_COMPLETED("MaintenanceCompleted"),
    /** It does not take place. */
    @JsonProperty("MaintenanceCancelled")
    MAINTENANCE_CANCELLED("MaintenanceCancelled"),
    /** An alert opened an incident. */
    @JsonProperty("IncidentOpened")
    INCIDENT_OPENED("IncidentOpened"),
    /** No alert of it fires any more. */
    @JsonProperty("SignalCleared")
    SIGNAL_CLEARED("SignalCleared");

    private final String wireName;

    DecidedMessage(String wireName) {
      this.wireName = wireName;
    }
  }
}
