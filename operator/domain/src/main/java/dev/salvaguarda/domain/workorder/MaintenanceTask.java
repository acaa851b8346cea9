package dev.salvaguarda.domain.workorder;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Look after a repository: take out what nothing needs any more, and see that all is there that its
 * snapshots need.
 *
 * @param repository what is looked after, with credentials that may delete
 * @param resticProgram name in the image's PATH, or absolute path, of the stock restic that prunes
 * @param prune whether anything may be taken out; otherwise the pass only looks
 * @param read which packs are read whole; null means none
 * @param retention which snapshots stay, for each policy that says so; snapshots of other policies
 *     stay all
 * @param damagedPacks names of packs that are known to be damaged: what can be read in them is
 *     stored anew before anything is taken out
 * @param moreDamaged whether there are others whose names are not known; nothing is taken out then
 * @param lockWait how long others' locks are waited for before the attempt gives up
 * @param bandwidthBytesPerSecond limit of the traffic with the repository; 0 means none
 */
public record MaintenanceTask(
    RepositoryAccess repository,
    String resticProgram,
    boolean prune,
    @Nullable ReadOrder read,
    List<RetentionOrder> retention,
    Set<String> damagedPacks,
    boolean moreDamaged,
    Duration lockWait,
    long bandwidthBytesPerSecond)
    implements Task {
  public MaintenanceTask {
    retention = List.copyOf(retention);
    damagedPacks = Set.copyOf(damagedPacks);
    if (lockWait.isNegative()) {
      throw new IllegalArgumentException("lockWait must not be negative, but is " + lockWait);
    }
    if (bandwidthBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bandwidthBytesPerSecond must not be negative, but is " + bandwidthBytesPerSecond);
    }
  }
}
