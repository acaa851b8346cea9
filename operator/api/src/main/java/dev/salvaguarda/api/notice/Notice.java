package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ApiGroup;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One message on one channel: what is to be said, and what became of it. */
@JsonClassDescription(
    "One message on one channel: what is to be said, and what became of it. Made by the operator"
        + " only; kubectl get ntc is the log of what was said.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("Notice")
@Singular("notice")
@Plural("notices")
@ShortNames("ntc")
@AdditionalPrinterColumn(name = "Message", jsonPath = ".spec.message")
@AdditionalPrinterColumn(name = "Subject", jsonPath = ".spec.subject.name")
@AdditionalPrinterColumn(name = "Channel", jsonPath = ".spec.channelRef.name")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.reason")
@AdditionalPrinterColumn(
    name = "Attempts",
    jsonPath = ".status.attemptCount",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Sent",
    jsonPath = ".status.sentTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Decided-By", jsonPath = ".spec.decidedBy", priority = 1)
@AdditionalPrinterColumn(name = "Explanation", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalSelectableField(jsonPath = "." + Notice.SETTLED_FIELD)
@AdditionalSelectableField(jsonPath = "." + Notice.CHANNEL_FIELD)
@AdditionalSelectableField(jsonPath = ".spec.subject.name")
public final class Notice extends CustomResource<NoticeSpec, NoticeStatus> implements Namespaced {
  /** By which the API server selects the notices that still have a way to go. */
  public static final String SETTLED_FIELD = "status.settled";

  /** By which the API server selects the notices of a channel. */
  public static final String CHANNEL_FIELD = "spec.channelRef.name";

  @Override
  @Required
  @JsonPropertyDescription("What is to be said, to whom, and until when. Written once.")
  public NoticeSpec getSpec() {
    return super.getSpec();
  }
}
