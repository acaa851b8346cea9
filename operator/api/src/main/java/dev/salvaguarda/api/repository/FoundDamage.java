package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.repository.DamageStatus.Pack;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest reading for a policy found damaged, by name only. It stands at the repository so
 * that it is not forgotten with the policy.
 *
 * @param uid of the policy
 * @param policy its name
 * @param time when the reading ended; null if nobody wrote it down
 * @param packCount how many packs
 * @param packs names of those that there is room for
 * @param snapshotCount how many snapshots lack something for it
 * @param snapshots ids of those that there is room for
 */
@ApiObject
public record FoundDamage(
    @JsonPropertyDescription("UID of the policy that the reading was for.")
        @Required
        @Size(max = 64)
        String uid,
    @JsonPropertyDescription("Name of that policy, which may be gone.") @Size(max = 253)
        @Nullable String policy,
    @JsonPropertyDescription("When the reading ended.") @Nullable Instant time,
    @JsonPropertyDescription("Packs that are damaged or missing.") @Nullable Integer packCount,
    @JsonPropertyDescription("Names in the bucket of those of them that there is room for.")
        @Size(max = 30)
        List<@Size(max = 64) String> packs,
    @JsonPropertyDescription("Snapshots that can't be restored whole any more.")
        @Nullable Integer snapshotCount,
    @JsonPropertyDescription("Ids of those of them that there is room for.") @Size(max = 50)
        List<@Size(max = 64) String> snapshots) {
  public FoundDamage {
    packs = packs == null ? List.of() : List.copyOf(packs);
    snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
  }

  /** What is kept of this. */
  public static FoundDamage of(String uid, String policy, Instant time, DamageStatus damage) {
    return new FoundDamage(
        uid,
        policy,
        time,
        damage.packCount(),
        damage.packs().stream().map(Pack::id).toList(),
        damage.snapshotCount(),
        damage.snapshots().stream().map(Lacking::id).toList());
  }

  /** The same in the words of a look. */
  public DamageStatus damage() {
    return new DamageStatus(
        packCount,
        packs.stream().map(id -> new Pack(id, null)).toList(),
        snapshotCount,
        snapshots.stream().map(Lacking::known).toList());
  }
}
