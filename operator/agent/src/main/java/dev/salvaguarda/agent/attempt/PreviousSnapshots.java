package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.RunIdentity;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What earlier runs of the same policy left. */
final class PreviousSnapshots {
  /** Begins the tag of a snapshot that the guards doubted. */
  static final String DOUBT = "doubt=";

  private final List<Snapshot> snapshots;
  private final RunIdentity run;
  private final String host;

  PreviousSnapshots(List<Snapshot> snapshots, RunIdentity run, String host) {
    this.snapshots = List.copyOf(snapshots);
    this.run = run;
    this.host = host;
  }

  /** The newest snapshot of this target. */
  Optional<Snapshot> newest(String target) {
    List<String> lasting = lastingTags(target);
    return snapshots.stream()
        .filter(snapshot -> snapshot.hostname().equals(host) && snapshot.hasTags(lasting))
        .max(Comparator.comparing(Snapshot::time));
  }

  /**
   * Size of the newest snapshot that the guards did not doubt. Were doubted ones asked, a source
   * that lost its rows would be suspicious for one run only.
   */
  OptionalLong goodSize(String target) {
    List<String> lasting = lastingTags(target);
    return snapshots.stream()
        .filter(snapshot -> snapshot.hostname().equals(host) && snapshot.hasTags(lasting))
        .filter(snapshot -> snapshot.tags().stream().noneMatch(tag -> tag.startsWith(DOUBT)))
        .filter(snapshot -> snapshot.summary().isPresent())
        .max(Comparator.comparing(Snapshot::time))
        .flatMap(Snapshot::summary)
        .map(SnapshotSummary::totalBytesProcessed)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** The tags that a target's snapshots share over all runs. */
  private List<String> lastingTags(String target) {
    return SnapshotTags.of(run, target).stream()
        .filter(tag -> tag.startsWith("policy=") || tag.startsWith("target="))
        .toList();
  }
}
