package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest probe saw.
 *
 * @param observedGeneration the spec that was probed
 * @param conditions {@code Ready}, and {@code Maintained} where there is maintenance
 * @param repositoryId 64 hex digits from the repository's own config
 * @param location the place that the newest good probe found it at, as restic names it
 * @param snapshots number of snapshots
 * @param storedBytes size of all packs
 * @param stored the same for people
 * @param lastProbeTime when the newest probe ended, well or not
 * @param clockSkew the store's clock minus ours, for people
 * @param keys which key of the repository each password reference opens
 * @param lastMaintenanceTime when the newest pass of maintenance that found nothing missing ended
 * @param maintenance how the repository is looked after; null if it never was
 * @param found what readings found damaged and nobody has found whole since, whether their policies
 *     are still there or not
 */
@ApiObject
public record BackupRepositoryStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the endpoint answers, the credentials work, the bucket exists, the repository"
                + " opens with the password, a test object was written, read and deleted, and the"
                + " clocks differ by less than 5 minutes.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Identity of the repository as its own config says; restic cat config shows the same.")
        @Size(max = 64)
        @Nullable String repositoryId,
    @JsonPropertyDescription(
            "Where it was last found, in the form that restic takes after -r. Another repository, or"
                + " none, at the place that the spec names is an error, not a new beginning.")
        @Size(max = 1152)
        @Nullable String location,
    @JsonPropertyDescription("Number of snapshots in the repository.") @Nullable Integer snapshots,
    @JsonPropertyDescription("Bytes that the repository takes in the bucket.")
        @Nullable Long storedBytes,
    @JsonPropertyDescription("The same for people, for example 12.3 GiB.") @Size(max = 32)
        @Nullable String stored,
    @JsonPropertyDescription("When the newest probe ended, well or not.")
        @Nullable Instant lastProbeTime,
    @JsonPropertyDescription(
            "How far the object store's clock is ahead of the operator's, for example 3s or -2m;"
                + " requests are refused from about 15 minutes on.")
        @Size(max = 32)
        @Nullable String clockSkew,
    @JsonPropertyDescription("Which key of the repository each password reference opens.")
        @Size(max = 16)
        List<RepositoryKey> keys,
    @JsonPropertyDescription(
            "When the newest pass of maintenance ended that did all and found nothing missing.")
        @Nullable Instant lastMaintenanceTime,
    @JsonPropertyDescription("How the repository is looked after.")
        @Nullable MaintenanceStatus maintenance,
    @JsonPropertyDescription(
            "What readings found damaged. It stays when their policy goes, until a reading for"
                + " another one has read it again.")
        @Size(max = 5)
        @ListMap("uid")
        List<FoundDamage> found) {

  public BackupRepositoryStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    keys = keys == null ? List.of() : List.copyOf(keys);
    found = found == null ? List.of() : List.copyOf(found);
  }

  /** The status of an object that was never reported on. */
  public static BackupRepositoryStatus none() {
    return new BackupRepositoryStatus(
        null, List.of(), null, null, null, null, null, null, null, List.of(), null, null,
        List.of());
  }

  /** This status with other conditions. */
  public BackupRepositoryStatus withConditions(List<Condition> conditions) {
    return with(observedGeneration, conditions, lastProbeTime);
  }

  /** This status with other conditions, which speak about this generation of the spec. */
  public BackupRepositoryStatus withConditionsAbout(
      @Nullable Long observedGeneration, List<Condition> conditions) {
    return with(observedGeneration, conditions, lastProbeTime);
  }

  /** This status with the end of a newer probe. */
  public BackupRepositoryStatus withLastProbeTime(Instant lastProbeTime) {
    return with(observedGeneration, conditions, lastProbeTime);
  }

  private BackupRepositoryStatus with(
      @Nullable Long observedGeneration,
      List<Condition> conditions,
      @Nullable Instant lastProbeTime) {
    return new BackupRepositoryStatus(
        observedGeneration,
        conditions,
        repositoryId,
        location,
        snapshots,
        storedBytes,
        stored,
        lastProbeTime,
        clockSkew,
        keys,
        lastMaintenanceTime,
        maintenance,
        found);
  }

  /** This status with what a good probe found. */
  public BackupRepositoryStatus withProbed(
      String repositoryId,
      String location,
      int snapshots,
      String clockSkew,
      List<RepositoryKey> keys) {
    return new BackupRepositoryStatus(
        observedGeneration,
        conditions,
        repositoryId,
        location,
        snapshots,
        storedBytes,
        stored,
        lastProbeTime,
        clockSkew,
        keys,
        lastMaintenanceTime,
        maintenance,
        found);
  }

  /** This status with a newer count of what the repository takes. */
  public BackupRepositoryStatus withStored(long storedBytes, String stored) {
    return new BackupRepositoryStatus(
        observedGeneration,
        conditions,
        repositoryId,
        location,
        snapshots,
        storedBytes,
        stored,
        lastProbeTime,
        clockSkew,
        keys,
        lastMaintenanceTime,
        maintenance,
        found);
  }

  /** This status with where maintenance is now. */
  public BackupRepositoryStatus withMaintenance(
      @Nullable Instant lastMaintenanceTime, @Nullable MaintenanceStatus maintenance) {
    return new BackupRepositoryStatus(
        observedGeneration,
        conditions,
        repositoryId,
        location,
        snapshots,
        storedBytes,
        stored,
        lastProbeTime,
        clockSkew,
        keys,
        lastMaintenanceTime,
        maintenance,
        found);
  }

  /** This status with other news of readings. */
  public BackupRepositoryStatus withFound(List<FoundDamage> found) {
    return new BackupRepositoryStatus(
        observedGeneration,
        conditions,
        repositoryId,
        location,
        snapshots,
        storedBytes,
        stored,
        lastProbeTime,
        clockSkew,
        keys,
        lastMaintenanceTime,
        maintenance,
        found);
  }
}
