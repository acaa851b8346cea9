package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is damaged or missing in a repository, as the newest pass that looked at everything found.
 *
 * @param packCount how many packs
 * @param packs those that there is room for
 * @param snapshotCount how many snapshots lack something for it
 * @param snapshots those that there is room for
 */
@ApiObject
public record DamageStatus(
    @JsonPropertyDescription("Packs that are damaged or missing.") @Nullable Integer packCount,
    @JsonPropertyDescription("Those of them that there is room for.") @Size(max = 30) @ListMap("id")
        List<Pack> packs,
    @JsonPropertyDescription("Snapshots that can't be restored whole any more.")
        @Nullable Integer snapshotCount,
    @JsonPropertyDescription("Those of them that there is room for.") @Size(max = 50) @ListMap("id")
        List<Lacking> snapshots) {
  public DamageStatus {
    packs = packs == null ? List.of() : List.copyOf(packs);
    snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
  }

  /** Whether every damaged pack and snapshot is listed. */
  public boolean listsAll() {
    return listsAllPacks() && (snapshotCount == null || snapshotCount == snapshots.size());
  }

  /** Whether every damaged pack is listed; which snapshots need them follows from that. */
  public boolean listsAllPacks() {
    return packCount == null || packCount == packs.size();
  }

  /**
   * A pack.
   *
   * @param id its name in the bucket
   * @param message what is wrong with it
   */
  @ApiObject
  public record Pack(
      @JsonPropertyDescription("Its name in the bucket, below data/ and its first two digits.")
          @Required
          @Size(max = 64)
          String id,
      @JsonPropertyDescription("What is wrong with it.") @Size(max = 160)
          @Nullable String message) {}

  /**
   * A snapshot.
   *
   * @param id as restic snapshots shows it
   * @param policy that made it, with its namespace; null if none did
   * @param run that made it; null if it does not say
   * @param runUid UID of that run; null if it does not say
   * @param target that it is of; null if it does not say
   * @param packs the first digits of packs that it lacks, a few of them
   */
  @ApiObject
  public record Lacking(
      @JsonPropertyDescription("Its id, as restic snapshots shows it.") @Required @Size(max = 64)
          String id,
      @JsonPropertyDescription("Namespace and name of the policy that made it.") @Size(max = 317)
          @Nullable String policy,
      @JsonPropertyDescription("Name of the run that made it.") @Size(max = 253)
          @Nullable String run,
      @JsonPropertyDescription("UID of that run.") @Size(max = 64) @Nullable String runUid,
      @JsonPropertyDescription("The target that it is a copy of.") @Size(max = 253)
          @Nullable String target,
      @JsonPropertyDescription("The first digits of packs that it lacks, a few of them.")
          @Size(max = 5)
          List<@Size(max = 16) String> packs) {
    public Lacking {
      packs = packs == null ? List.of() : List.copyOf(packs);
    }

    /** One of which no more than its id is known. */
    static Lacking known(String id) {
      return new Lacking(id, null, null, null, null, List.of());
    }

    /** Whether no more than its id is known. */
    public boolean hasIdOnly() {
      return equals(known(id));
    }

    /** The same of this target. */
    public Lacking ofTarget(@Nullable String name) {
      return new Lacking(id, policy, run, runUid, name, packs);
    }
  }
}
