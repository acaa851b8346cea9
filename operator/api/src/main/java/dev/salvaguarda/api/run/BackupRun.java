package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
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

/**
 * One execution of a policy, made by the operator when one is due, or by a person with {@code
 * kubectl create -f}.
 */
@JsonClassDescription(
    "One execution of a BackupPolicy. The operator makes one whenever a schedule is "
        + "due; a person makes one with kubectl create -f.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("BackupRun")
@Singular("backuprun")
@Plural("backupruns")
@ShortNames("br")
@AdditionalPrinterColumn(name = "Policy", jsonPath = ".spec.policyRef.name")
@AdditionalPrinterColumn(name = "Trigger", jsonPath = ".spec.trigger.type")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.reason")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.summary.progress")
@AdditionalPrinterColumn(name = "Read", jsonPath = ".status.summary.read")
@AdditionalPrinterColumn(name = "Stored", jsonPath = ".status.summary.stored")
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.summary.duration")
@AdditionalPrinterColumn(
    name = "Restorable",
    jsonPath = ".status.conditions[?(@.type==\"Restorable\")].status",
    priority = 1)
@AdditionalPrinterColumn(name = "Explanation", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalSelectableField(jsonPath = "." + BackupRun.SETTLED_FIELD)
@AdditionalSelectableField(jsonPath = ".spec.policyRef.name")
public final class BackupRun extends CustomResource<BackupRunSpec, BackupRunStatus>
    implements Namespaced {
  /** By which the API server selects the runs that somebody still has to look at. */
  public static final String SETTLED_FIELD = "status.settled";

  @Override
  @Required
  @JsonPropertyDescription(
      "What the run is asked to do. Written once: only cancel and hold may change.")
  public BackupRunSpec getSpec() {
    return super.getSpec();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a run whose hooks are not through this is false, and of one that has not ended while
   * somebody keeps it, since the framework would leave it alone otherwise: it is still led to its
   * end, as if it were cancelled.
   */
  @Override
  @JsonIgnore
  public boolean isMarkedForDeletion() {
    return super.isMarkedForDeletion()
        && !hasFinalizer(ApiGroup.HOOKS_FINALIZER)
        && (hasEnded() || getFinalizers().isEmpty());
  }

  private boolean hasEnded() {
    return getStatus() != null && getStatus().phase() != null && getStatus().phase().isFinal();
  }
}
