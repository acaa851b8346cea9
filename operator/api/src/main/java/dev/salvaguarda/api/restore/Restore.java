package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ApiGroup;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
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

/** A restore, made by a person who lost something, or to prove that the copies are good. */
@JsonClassDescription(
    "Brings back what was copied: to recover it, or as a test that proves that the copies restore,"
        + " thrown away afterwards.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("Restore")
@Singular("restore")
@Plural("restores")
@ShortNames("rst")
@AdditionalPrinterColumn(name = "Purpose", jsonPath = ".spec.purpose")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".status.summary.source")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.reason")
@AdditionalPrinterColumn(
    name = "Passed",
    jsonPath = ".status.conditions[?(@.type==\"Passed\")].status")
@AdditionalPrinterColumn(name = "Rung", jsonPath = ".status.rung")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.summary.progress")
@AdditionalPrinterColumn(name = "RTO", jsonPath = ".status.measuredRto")
@AdditionalPrinterColumn(
    name = "Attested",
    jsonPath = ".status.conditions[?(@.type==\"Attested\")].status")
@AdditionalPrinterColumn(name = "Explanation", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value =
        "!has(self.spec.attestation) || (has(self.status) && has(self.status.phase)"
            + " && self.status.phase in ['Succeeded', 'Degraded', 'Failed'])",
    message =
        "attestation can only be set once the test has ended: its phase must be Succeeded, Degraded"
            + " or Failed")
@ValidationRule(
    value =
        "!has(self.spec.attestation) || !has(self.status) || !has(self.status.completionTime)"
            + " || self.spec.attestation.at >= self.status.completionTime",
    message =
        "attestation.at must not be before the end of the test, status.completionTime: nobody can"
            + " judge what has not ended")
public final class Restore extends CustomResource<RestoreSpec, RestoreStatus>
    implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription(
      "What is brought back, and where to. Written once: only cancel and attestation may change.")
  public RestoreSpec getSpec() {
    return super.getSpec();
  }
}
