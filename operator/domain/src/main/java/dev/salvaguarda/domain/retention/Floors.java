package dev.salvaguarda.domain.retention;

import java.util.Map;
import java.util.Set;

/**
 * What no rule, limit or confirmation removes, as far as only the cluster knows it. The newest good
 * snapshot of each target is found among the snapshots as well.
 *
 * @param goodRuns UIDs of the runs whose snapshots are the newest of runs that succeeded
 * @param newestVerified ids of the newest snapshot of each target that a test restored
 * @param held why a snapshot, or all of a run, are held, by the snapshot's id or the run's UID, in
 *     words that follow "on hold": {@code until 2027-01-01T00:00:00Z: inspection}
 * @param damaged ids of snapshots that are known to lack something; none of them is good
 */
public record Floors(
    Set<String> goodRuns,
    Set<String> newestVerified,
    Map<String, String> held,
    Set<String> damaged) {
  /** Nothing but what the snapshots themselves say. */
  public static final Floors NONE = new Floors(Set.of(), Set.of(), Map.of(), Set.of());

  public Floors {
    goodRuns = Set.copyOf(goodRuns);
    newestVerified = Set.copyOf(newestVerified);
    held = Map.copyOf(held);
    damaged = Set.copyOf(damaged);
  }
}
