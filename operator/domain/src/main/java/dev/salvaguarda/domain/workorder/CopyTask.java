package dev.salvaguarda.domain.workorder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copy a source into a repository.
 *
 * @param policy name of the BackupPolicy, for tags
 * @param source what to copy
 * @param targets names of the targets wanted; empty means all that the source has
 * @param previous id of the newest snapshot, by target, whose size and content are the measure for
 *     the new one, as far as the operator knows it; for a target that is absent the repository may
 *     hold one all the same
 * @param earlier when earlier runs of the policy stored snapshots, the newest first: where to look
 *     for those that {@code previous} does not name
 * @param repository where to write
 * @param replication where to copy the snapshots to afterwards; null means nowhere
 * @param adoptOrphans whether packs that no index names may have been left by an attempt that ended
 *     without a result, so that it is worth looking for them
 * @param damagedPacks names of packs that are known to be damaged: what is still at the source is
 *     stored anew, instead of believing that they have it
 * @param moreDamaged whether there are others whose names are not known, on which a copy may rest
 * @param guards limits below which a copy is suspicious
 * @param bandwidthBytesPerSecond upload limit over all connections; 0 means none
 */
public record CopyTask(
    String policy,
    SourceOrder source,
    List<String> targets,
    Map<String, String> previous,
    List<RunSpan> earlier,
    RepositoryAccess repository,
    @Nullable Replication replication,
    boolean adoptOrphans,
    Set<String> damagedPacks,
    boolean moreDamaged,
    Guards guards,
    long bandwidthBytesPerSecond)
    implements Task {
  public CopyTask {
    targets = List.copyOf(targets);
    previous = Map.copyOf(previous);
    earlier = List.copyOf(earlier);
    damagedPacks = Set.copyOf(damagedPacks);
    if (bandwidthBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bandwidthBytesPerSecond must not be negative, but is " + bandwidthBytesPerSecond);
    }
  }
}
