package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.EnumSet;
import java.util.List;

/**
 * Who is told of what.
 *
 * @param channelRef on which channel
 * @param events what is told; everything when not given
 */
@ApiObject
public record NotifySpec(
    @JsonPropertyDescription("The NotificationChannel, in the same namespace.") @Required
        LocalRef channelRef,
    @JsonPropertyDescription(
            "What is told. Succeeded, Degraded, Failed, Missed: how runs ended."
                + " VerificationSucceeded, VerificationFailed: how tests ended. VerificationDue: a"
                + " proof is overdue or waits for a signature. NonConformityOpened, NonConformityOverdue:"
                + " a record was opened as nonConformity says, or not closed in time. Without it, all"
                + " of them.")
        @Size(min = 1, max = 9)
        @ListSet
        List<Occasion> events) {

  public NotifySpec {
    events =
        events == null || events.isEmpty()
            ? List.copyOf(EnumSet.allOf(Occasion.class))
            : List.copyOf(events);
  }

  /** What there can be to tell. */
  public enum Occasion {
    /** A run stored every byte of every target. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** A run stored less than it should have, or copies lag. */
    @JsonProperty("Degraded")
    DEGRADED,
    /** A run stored nothing that counts. */
    @JsonProperty("Failed")
    FAILED,
    /** A due time passed without a run. */
    @JsonProperty("Missed")
    MISSED,
    /** A test restored the copies and everything that it compared was right. */
    @JsonProperty("VerificationSucceeded")
    VERIFICATION_SUCCEEDED,
    /** A test could not restore the copies, or found something wrong. */
    @JsonProperty("VerificationFailed")
    VERIFICATION_FAILED,
    /** A proof is overdue, or waits for a person's signature. */
    @JsonProperty("VerificationDue")
    VERIFICATION_DUE,
    /** A record of a non-conformity was opened. */
    @JsonProperty("NonConformityOpened")
    NON_CONFORMITY_OPENED,
    /** One was not closed in time. */
    @JsonProperty("NonConformityOverdue")
    NON_CONFORMITY_OVERDUE
  }
}
