package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ApiGroup;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What is copied, when, where to, and how the pods that do it run. Deleting a policy deletes the
 * objects of its runs and never an archive.
 */
@JsonClassDescription(
    "What is copied, when, where to, and how the pods that do it run. Deleting a "
        + "policy deletes the objects of its runs and never an archive.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("BackupPolicy")
@Singular("backuppolicy")
@Plural("backuppolicies")
@ShortNames("bp")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".status.source")
@AdditionalPrinterColumn(name = "Schedule", jsonPath = ".status.schedule")
@AdditionalPrinterColumn(
    name = "Last-Success",
    jsonPath = ".status.lastSuccessfulRun.capturedAt",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Last-Run",
    jsonPath = ".status.conditions[?(@.type==\"LastRunSucceeded\")].reason")
@AdditionalPrinterColumn(
    name = "RPO",
    jsonPath = ".status.conditions[?(@.type==\"RPOMet\")].status")
@AdditionalPrinterColumn(
    name = "Verified",
    jsonPath = ".status.conditions[?(@.type==\"Verified\")].status")
@AdditionalPrinterColumn(
    name = "Intact",
    jsonPath = ".status.conditions[?(@.type==\"Intact\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Suspended",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Next", jsonPath = ".status.nextRuns[0]")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Coverage",
    jsonPath = ".status.conditions[?(@.type==\"CoverageComplete\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "RTO",
    jsonPath = ".status.conditions[?(@.type==\"RTOMet\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Last-Test",
    jsonPath = ".status.lastVerification.time",
    type = AdditionalPrinterColumn.Type.DATE,
    priority = 1)
@AdditionalPrinterColumn(name = "Rung", jsonPath = ".status.lastVerification.rung", priority = 1)
@AdditionalPrinterColumn(
    name = "Unsigned",
    jsonPath = ".status.verification.awaitingSignOff.since",
    type = AdditionalPrinterColumn.Type.DATE,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Explanation",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class BackupPolicy extends CustomResource<BackupPolicySpec, BackupPolicyStatus>
    implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription("What the policy promises.")
  public BackupPolicySpec getSpec() {
    return super.getSpec();
  }
}
