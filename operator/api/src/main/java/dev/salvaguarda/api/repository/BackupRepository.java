package dev.salvaguarda.api.repository;

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
 * Where archives live: an encrypted, deduplicated repository in restic's format in an S3 bucket.
 * Deleting the object never deletes archives.
 */
@JsonClassDescription(
    "Where archives live: an encrypted, deduplicated repository in restic's format in "
        + "an S3 bucket. Deleting the object never deletes archives.")
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind("BackupRepository")
@Singular("backuprepository")
@Plural("backuprepositories")
@ShortNames("brepo")
@AdditionalPrinterColumn(name = "Endpoint", jsonPath = ".spec.s3.endpoint")
@AdditionalPrinterColumn(name = "Bucket", jsonPath = ".spec.s3.bucket")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Snapshots",
    jsonPath = ".status.snapshots",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Stored", jsonPath = ".status.stored")
@AdditionalPrinterColumn(
    name = "Maintained",
    jsonPath = ".status.conditions[?(@.type==\"Maintained\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Explanation",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class BackupRepository
    extends CustomResource<BackupRepositorySpec, BackupRepositoryStatus> implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription(
      "Where the repository lies, how it is opened, and how often that is tried.")
  public BackupRepositorySpec getSpec() {
    return super.getSpec();
  }
}
