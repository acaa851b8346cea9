package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Which copies are restored: exactly one of the components is set.
 *
 * @param runRef those of one run
 * @param policyRef the newest good ones of a policy
 * @param snapshot one that stands in a repository
 */
@ApiObject
@ValidationRule(
    value = "[has(self.runRef), has(self.policyRef), has(self.snapshot)].exists_one(x, x)",
    message = "exactly one of runRef, policyRef and snapshot must be set")
public record RestoreSource(
    @JsonPropertyDescription("The copies of one BackupRun, in the same namespace.")
        @Nullable LocalRef runRef,
    @JsonPropertyDescription(
            "The newest good copies of a BackupPolicy, of each target its own, also of runs whose"
                + " objects are gone: an instant is looked up in the repository itself.")
        @Nullable PolicyPoint policyRef,
    @JsonPropertyDescription("One snapshot of a repository, whoever made it.")
        @Nullable SnapshotRef snapshot) {

  /**
   * The newest good copies of a policy.
   *
   * @param name of the policy
   * @param at {@link #LATEST}, or an instant in RFC 3339 at or before which they were captured
   */
  @ApiObject
  public record PolicyPoint(
      @JsonPropertyDescription("Name of the BackupPolicy, in the same namespace.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription(
              "Latest: the newest good copy. An instant such as 2026-03-01T22:00:00Z: the newest"
                  + " good copy whose capture began at or before it.")
          @Default(PolicyPoint.LATEST)
          @Size(max = 40)
          @ValidationRule(
              value =
                  "self == 'Latest' || self.matches('^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                      + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?"
                      + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$')",
              message =
                  "must be Latest or an instant with its zone, for example 2026-03-01T22:00:00-03:00")
          String at) {
    /** The newest. */
    public static final String LATEST = "Latest";

    public PolicyPoint {
      at = at == null ? LATEST : at;
    }
  }

  /**
   * One snapshot of a repository.
   *
   * @param repositoryRef where it stands
   * @param id its whole id
   */
  @ApiObject
  public record SnapshotRef(
      @JsonPropertyDescription("The BackupRepository that holds it, in the same namespace.")
          @Required
          LocalRef repositoryRef,
      @JsonPropertyDescription(
              "Its whole id, as in status.targets of a run or in restic snapshots --json.")
          @Required
          @Size(max = 64)
          @ValidationRule(
              value = "self.matches('^[0-9a-f]{64}$')",
              message =
                  "must be the whole id of a snapshot, 64 digits of 0-9 and a-f, as in"
                      + " status.targets of a run or in restic snapshots --json")
          String id) {}
}
