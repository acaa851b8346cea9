package dev.salvaguarda.api.notice;

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

/** A way on which people are told: how it is reached, and in which words. */
@JsonClassDescription(
    "A way on which people are told: a mail server, a program or people who tell by hand, in which"
        + " words, and how long that is tried.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("NotificationChannel")
@Singular("notificationchannel")
@Plural("notificationchannels")
@ShortNames("nch")
@AdditionalPrinterColumn(name = "Kind", jsonPath = ".status.kind")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Backlog",
    jsonPath = ".status.backlog",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Last-Success",
    jsonPath = ".status.lastSuccessTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Uncertain",
    jsonPath = ".status.uncertain",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Texts",
    jsonPath = ".status.conditions[?(@.type==\"TemplatesValid\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Explanation",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value = "!has(self.spec.fallbackRef) || self.spec.fallbackRef.name != self.metadata.name",
    message =
        "fallbackRef must name another channel: one that can't deliver can't stand in for itself")
@ValidationRule(
    value = "!has(self.spec.manual) || self.spec.manual.via.name != self.metadata.name",
    message = "manual.via must name another channel: this one is told by hand")
public final class NotificationChannel
    extends CustomResource<NotificationChannelSpec, NotificationChannelStatus>
    implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription(
      "How the channel is reached, who is told on it, in which words, and how long that is tried.")
  public NotificationChannelSpec getSpec() {
    return super.getSpec();
  }
}
