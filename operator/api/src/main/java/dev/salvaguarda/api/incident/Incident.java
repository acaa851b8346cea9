package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ApiGroup;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Something that does not work as it should, and what people decided about it. */
@JsonClassDescription(
    "Something that does not work as it should: who reported it, what people decided about it, each"
        + " under their name and once, and what was said about it to whom.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("Incident")
@Singular("incident")
@Plural("incidents")
@ShortNames("inc")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Scope", jsonPath = ".status.scope")
@AdditionalPrinterColumn(name = "Component", jsonPath = ".spec.component.name")
@AdditionalPrinterColumn(name = "SA", jsonPath = ".status.serviceRequest")
@AdditionalPrinterColumn(name = "Awaits", jsonPath = ".status.awaiting.what")
@AdditionalPrinterColumn(name = "From", jsonPath = ".status.awaiting.from")
@AdditionalPrinterColumn(
    name = "Since",
    jsonPath = ".status.awaiting.since",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Notices", jsonPath = ".status.delivered")
@AdditionalPrinterColumn(
    name = "Restored",
    jsonPath = ".status.restoredTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Explanation",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Signal",
    jsonPath = ".status.conditions[?(@.type==\"SignalActive\")].status",
    priority = 1)
@AdditionalPrinterColumn(name = "Origin", jsonPath = ".spec.origin", priority = 1)
@AdditionalPrinterColumn(name = "Cause", jsonPath = ".spec.nonConformity.cause", priority = 1)
@AdditionalPrinterColumn(
    name = "Signals",
    jsonPath = ".status.counted.signals",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@ValidationRule(
    value = "!has(self.spec.previousRef) || self.spec.previousRef.name != self.metadata.name",
    message = "previousRef must name another incident: the one that this one follows")
@AdditionalSelectableField(jsonPath = "." + Incident.POLICY_FIELD)
@AdditionalSelectableField(jsonPath = ".status.phase")
public final class Incident extends CustomResource<IncidentSpec, IncidentStatus>
    implements Namespaced {

  /** By which the API server selects the non-conformities of a policy. */
  public static final String POLICY_FIELD = "spec.nonConformity.policyRef.name";

  @Override
  @Required
  @JsonPropertyDescription(
      "What was reported, and what people decided about it. Each decision is taken once.")
  public IncidentSpec getSpec() {
    return super.getSpec();
  }
}
