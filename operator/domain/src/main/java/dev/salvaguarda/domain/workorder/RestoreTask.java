package dev.salvaguarda.domain.workorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restore snapshots.
 *
 * @param repository where they are
 * @param snapshots what to restore, in this order; at least one, no target twice, and no two under
 *     one name
 * @param into where it goes
 * @param force whether what exists in that place is replaced; otherwise it is named and left alone
 * @param checks questions to what was restored, asked in this order
 * @param bandwidthBytesPerSecond download limit over all connections; 0 means none
 */
public record RestoreTask(
    RepositoryAccess repository,
    List<Wanted> snapshots,
    RestoreInto into,
    boolean force,
    List<CheckOrder> checks,
    long bandwidthBytesPerSecond)
    implements Task {
  public RestoreTask {
    snapshots = List.copyOf(snapshots);
    checks = List.copyOf(checks);
    if (snapshots.isEmpty()) {
      throw new IllegalArgumentException("snapshots must name at least one");
    }
    long targets = snapshots.stream().map(Wanted::target).distinct().count();
    if (targets < snapshots.size()) {
      throw new IllegalArgumentException("snapshots must name each target once");
    }
    if (snapshots.stream().map(Wanted::databaseName).distinct().count() < targets) {
      throw new IllegalArgumentException("no two snapshots may become databases of one name");
    }
    if (bandwidthBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bandwidthBytesPerSecond must not be negative, but is " + bandwidthBytesPerSecond);
    }
  }

  /**
   * A snapshot of one target.
   *
   * @param target its name, for instance of the database
   * @param snapshotId 64 hex digits
   * @param sha256 of the dump as the run recorded it, 64 hex digits; null for a file tree, and
   *     where no run is known
   * @param restoreAs name of the database that it becomes; null means the target's own name
   */
  public record Wanted(
      String target, String snapshotId, @Nullable String sha256, @Nullable String restoreAs) {

    /** Name of the database that it becomes. */
    public String databaseName() {
      return restoreAs == null ? target : restoreAs;
    }
  }
}
