package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
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

/** When work is done on components that those who use them may feel. */
@JsonClassDescription(
    "When work is done on components that those who use them may feel: who asked for it, what people"
        + " decided about it, each under their name and once, and what was said about it to whom.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("MaintenanceWindow")
@Singular("maintenancewindow")
@Plural("maintenancewindows")
@ShortNames("mw")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(name = "Components", jsonPath = ".status.components")
@AdditionalPrinterColumn(name = "Start", jsonPath = ".status.start")
@AdditionalPrinterColumn(name = "End", jsonPath = ".status.end")
@AdditionalPrinterColumn(name = "Awaits", jsonPath = ".status.awaiting.what")
@AdditionalPrinterColumn(name = "From", jsonPath = ".status.awaiting.from")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Notices", jsonPath = ".status.delivered")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Moves",
    jsonPath = ".status.moves",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Explanation",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
public final class MaintenanceWindow
    extends CustomResource<MaintenanceWindowSpec, MaintenanceWindowStatus> implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription(
      "When it is to be and why, and what people decided about it. Each decision is taken once.")
  public MaintenanceWindowSpec getSpec() {
    return super.getSpec();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a window that keeps alerts back this is false, since the framework would leave it alone
   * otherwise: what it keeps back is still handed on.
   */
  @Override
  @JsonIgnore
  public boolean isMarkedForDeletion() {
    return super.isMarkedForDeletion() && !hasFinalizer(ApiGroup.HELD_ALERTS_FINALIZER);
  }
}
