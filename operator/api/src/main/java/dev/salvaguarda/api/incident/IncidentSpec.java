package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.incident.IncidentParts.ClosureSpec;
import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentParts.ReporterSpec;
import dev.salvaguarda.api.incident.IncidentParts.ServiceRequestSpec;
import dev.salvaguarda.api.incident.IncidentParts.StatementSpec;
import dev.salvaguarda.api.incident.IncidentParts.UpdateSpec;
import dev.salvaguarda.api.incident.IncidentParts.WaiverSpec;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was reported, and what people decided about it. A decision is taken once.
 *
 * @param audience whom it is told; {@link Audience#PUBLIC} when not given
 * @param type what it is
 * @param component what does not work
 * @param origin who found it
 * @param reporters who reported it; empty if nobody outside did
 * @param occurredAt when it began; null where that is not known
 * @param impact what may not work; null until somebody says it
 * @param responsibleTeam who looks into it; null until somebody does
 * @param serviceRequests those of whoever reported it
 * @param serviceRequestWaiver that the team goes on without one; null if it does not
 * @param updateEvery how often there should be an update; null means that nobody is late with one
 * @param executiveConfirmation what a director's statement is for; {@link
 *     ExecutiveConfirmation#RECORD_ONLY} when not given
 * @param acknowledgement that a report was received; null until then
 * @param verdict whether there is an incident; null until somebody knows
 * @param executiveStatement what a director says; null until then
 * @param updates how it goes on
 * @param restoration that the component works again; null until then
 * @param closure what was learnt; null until then
 * @param nonConformity what the operator found; null in what a person recorded
 * @param maintenanceWindowRef the maintenance that it came from, or that mends it; null without one
 * @param previousRef the incident that it follows; null without one
 */
@ApiObject
@ValidationRule(
    value = IncidentSpec.DECIDED_ONCE,
    message =
        "a decision is taken once: what is in acknowledgement, verdict, executiveStatement,"
            + " restoration, closure or serviceRequestWaiver can't be changed or taken back. Add an"
            + " update, or create another incident")
@ValidationRule(
    value =
        "self.audience == oldSelf.audience && self.type == oldSelf.type"
            + " && self.origin == oldSelf.origin"
            + " && self.executiveConfirmation == oldSelf.executiveConfirmation",
    message =
        "audience, type, origin and executiveConfirmation can't be changed. Create another incident"
            + " instead")
@ValidationRule(
    value =
        "!(has(oldSelf.acknowledgement) || has(oldSelf.verdict))"
            + " || self.component == oldSelf.component",
    message = "component can't be changed after the first decision: it stands in what was said")
@ValidationRule(
    value =
        "!has(oldSelf.verdict) || (has(self.impact) == has(oldSelf.impact)"
            + " && (!has(self.impact) || self.impact == oldSelf.impact)"
            + " && has(self.occurredAt) == has(oldSelf.occurredAt)"
            + " && (!has(self.occurredAt) || self.occurredAt == oldSelf.occurredAt))",
    message =
        "impact and occurredAt can't be changed after the verdict: they stand in what was said")
@ValidationRule(
    value = "!has(self.acknowledgement) || has(oldSelf.acknowledgement) || !has(oldSelf.verdict)",
    message = "acknowledgement comes before the verdict: nobody waits for it afterwards")
@ValidationRule(
    value =
        "!has(oldSelf.updates) || (has(self.updates)"
            + " && oldSelf.updates.all(o, self.updates.exists(u, u.id == o.id)))",
    message = "an update can't be taken back: it may have been told. Add another one")
@ValidationRule(
    value =
        "!has(oldSelf.serviceRequests) || (has(self.serviceRequests)"
            + " && oldSelf.serviceRequests.all(o,"
            + " self.serviceRequests.exists(s, s.number == o.number)))",
    message = "a service request can't be taken back")
@ValidationRule(
    value =
        "self.audience != 'Public' || !has(self.verdict) || self.verdict.outcome != 'Confirmed'"
            + " || has(self.impact)",
    message = "impact must be said before a Public incident is Confirmed: it stands in the message")
@ValidationRule(
    value = "self.type != 'NonConformity' || self.audience == 'Internal'",
    message =
        "a NonConformity has audience Internal: what goes wrong with backups is told to nobody"
            + " outside")
@ValidationRule(
    value = "!has(self.updates) || self.updates.size() == 0 || " + IncidentSpec.IS_CONFIRMED,
    message = "updates are of a Confirmed incident")
@ValidationRule(
    value = "!has(self.executiveStatement) || " + IncidentSpec.IS_CONFIRMED,
    message = "executiveStatement is about a Confirmed incident")
@ValidationRule(
    value =
        "!has(self.executiveStatement) || self.executiveConfirmation != 'SecondMessage'"
            + " || has(self.executiveStatement.text)",
    message =
        "executiveStatement must have text with executiveConfirmation SecondMessage: it is told")
@ValidationRule(
    value = "!has(self.restoration) || " + IncidentSpec.IS_CONFIRMED,
    message = "restoration is of a Confirmed incident")
@ValidationRule(
    value =
        "!has(self.restoration) || !has(self.occurredAt)"
            + " || self.restoration.at >= self.occurredAt",
    message = "restoration.at must not be before occurredAt")
@ValidationRule(
    value = "!has(self.closure) || self.type == 'NonConformity' || has(self.restoration)",
    message = "closure comes after restoration")
@ValidationRule(
    value =
        "!has(self.closure) || self.type != 'NonConformity' || has(self.closure.procedureRevised)",
    message =
        "closure of a NonConformity must say in procedureRevised what follows for the procedure")
@ValidationRule(
    value =
        "has(self.nonConformity) == has(oldSelf.nonConformity)"
            + " && (!has(self.nonConformity) || self.nonConformity == oldSelf.nonConformity)",
    message = "nonConformity can't be changed: it says what was found when the record was opened")
@ValidationRule(
    value = "!has(self.nonConformity) || self.type == 'NonConformity'",
    message = "nonConformity is of an incident of type NonConformity")
@ValidationRule(
    value = "!has(self.nonConformity) || !has(self.verdict)",
    message =
        "nobody has to confirm or restore what was found at a policy: it is restored once its cause is"
            + " gone, and closure ends it")
public record IncidentSpec(
    @JsonPropertyDescription(
            "Whom it is told. Public: those who use the component, once somebody decides so."
                + " Internal: nobody outside, whatever is decided.")
        @Default("Public")
        Audience audience,
    @JsonPropertyDescription("What it is.") @Required Type type,
    @JsonPropertyDescription("What does not work.") @Required ComponentSpec component,
    @JsonPropertyDescription(
            "Who found it. Client: somebody outside reported it, and is answered. All others: the"
                + " organisation itself.")
        @Required
        Origin origin,
    @JsonPropertyDescription("Who reported it.") @Size(max = 50) List<ReporterSpec> reporters,
    @JsonPropertyDescription(
            "When it began, as it is told. Without it, when it was first reported or recorded.")
        @Nullable Instant occurredAt,
    @JsonPropertyDescription(
            "What may not work, as it is told, for example access to mailboxes. Needed before a"
                + " Public incident is Confirmed.")
        @Size(min = 1, max = 500)
        @ToldText
        @Nullable String impact,
    @JsonPropertyDescription("Who looks into it.") @Size(min = 1, max = 63) @ToldText
        @Nullable String responsibleTeam,
    @JsonPropertyDescription(
            "Service requests of whoever reported it. They are added, and never taken back.")
        @Size(max = 50)
        @ListMap("number")
        List<ServiceRequestSpec> serviceRequests,
    @JsonPropertyDescription("That the team goes on without a service request. Set once.")
        @Nullable WaiverSpec serviceRequestWaiver,
    @JsonPropertyDescription(
            "How often there should be an update while it lasts. Without it, nobody is late with"
                + " one.")
        @DurationText
        @Nullable String updateEvery,
    @JsonPropertyDescription(
            "What executiveStatement is for. RecordOnly: it is recorded, and nothing waits for it."
                + " SecondMessage: it is told in a message of its own. RequiredBeforeBroadcast: what"
                + " is Confirmed is told only after it.")
        @Default("RecordOnly")
        ExecutiveConfirmation executiveConfirmation,
    @JsonPropertyDescription("That a report was received; whoever reported it is told. Set once.")
        @Nullable DecisionSpec acknowledgement,
    @JsonPropertyDescription(
            "Whether there is an incident, and whom it affects; that is told. Set once.")
        @Nullable VerdictSpec verdict,
    @JsonPropertyDescription("What a president, director or manager says about it. Set once.")
        @Nullable StatementSpec executiveStatement,
    @JsonPropertyDescription(
            "How it goes on; each is told. They are added, and never changed or taken back.")
        @Size(max = 50)
        @ListMap("id")
        List<UpdateSpec> updates,
    @JsonPropertyDescription("That the component works again, and when; that is told. Set once.")
        @Nullable DecisionSpec restoration,
    @JsonPropertyDescription("What was learnt. Set once.") @Nullable ClosureSpec closure,
    @JsonPropertyDescription(
            "What the operator found at a policy that asks for records of non-conformities. What a"
                + " person records has none.")
        @Nullable PolicyFindingSpec nonConformity,
    @JsonPropertyDescription("The MaintenanceWindow that it came from, or in which it is mended.")
        @Nullable LocalRef maintenanceWindowRef,
    @JsonPropertyDescription("The Incident that it follows, for example one that was NotConfirmed.")
        @Nullable LocalRef previousRef) {

  static final String IS_CONFIRMED = "(has(self.verdict) && self.verdict.outcome == 'Confirmed')";

  static final String DECIDED_ONCE =
      "(!has(oldSelf.acknowledgement)"
          + " || (has(self.acknowledgement) && self.acknowledgement == oldSelf.acknowledgement))"
          + " && (!has(oldSelf.verdict)"
          + " || (has(self.verdict) && self.verdict == oldSelf.verdict))"
          + " && (!has(oldSelf.executiveStatement) || (has(self.executiveStatement)"
          + " && self.executiveStatement == oldSelf.executiveStatement))"
          + " && (!has(oldSelf.restoration)"
          + " || (has(self.restoration) && self.restoration == oldSelf.restoration))"
          + " && (!has(oldSelf.closure)"
          + " || (has(self.closure) && self.closure == oldSelf.closure))"
          + " && (!has(oldSelf.serviceRequestWaiver) || (has(self.serviceRequestWaiver)"
          + " && self.serviceRequestWaiver == oldSelf.serviceRequestWaiver))";

  public IncidentSpec {
    audience = audience == null ? Audience.PUBLIC : audience;
    reporters = reporters == null ? List.of() : List.copyOf(reporters);
    serviceRequests = serviceRequests == null ? List.of() : List.copyOf(serviceRequests);
    executiveConfirmation =
        executiveConfirmation == null ? ExecutiveConfirmation.RECORD_ONLY : executiveConfirmation;
    updates = updates == null ? List.of() : List.copyOf(updates);
  }

  /** Whom it is told. */
  public enum Audience {
    /** Those who use the component. */
    @JsonProperty("Public")
    PUBLIC,
    /** Nobody outside. */
    @JsonProperty("Internal")
    INTERNAL
  }

  /** What it is. */
  public enum Type {
    /** Something broke. */
    @JsonProperty("Failure")
    FAILURE,
    /** It works now and then. */
    @JsonProperty("Instability")
    INSTABILITY,
    /** It works badly. */
    @JsonProperty("Degradation")
    DEGRADATION,
    /** It does not work. */
    @JsonProperty("Outage")
    OUTAGE,
    /** A procedure was not followed, or did not bring what it should. */
    @JsonProperty("NonConformity")
    NON_CONFORMITY
  }
}
