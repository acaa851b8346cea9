package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What earlier runs left of each target. The order names most of it, which costs one request each;
 * the rest is searched for, and only when somebody needs it.
 */
final class PreviousSnapshots {
  private final Snapshots snapshots;
  private final Map<String, String> ids;
  private final SnapshotSearch search;
  private final Map<String, Optional<Snapshot>> read = new HashMap<>();
  private final Map<String, Failure> damages = new HashMap<>();

  PreviousSnapshots(Snapshots snapshots, Map<String, String> ids, SnapshotSearch search) {
    this.snapshots = snapshots;
    this.ids = ids;
    this.search = search;
  }

  /** The last good snapshot of this target if the order names it, and it is there and good. */
  Optional<Snapshot> named(String target) {
    return read.computeIfAbsent(
        target, name -> Optional.ofNullable(ids.get(name)).flatMap(id -> load(name, id)));
  }

  /** The last good snapshot of this target, named or found; empty if there is none. */
  Optional<Snapshot> newest(String target) {
    return named(target).or(() -> search.newest(target));
  }

  /** How much a snapshot represents; empty if it does not say. */
  static OptionalLong size(Optional<Snapshot> snapshot) {
    return snapshot
        .flatMap(Snapshot::summary)
        .map(SnapshotSummary::totalBytesProcessed)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Whether there may be a snapshot that {@link #newest} did not find. */
  boolean mayHaveMore() {
    return search.isLimited();
  }

  /**
   * Whether later copies may be measured by it: it was not doubted, and says how much it holds,
   * which some versions of restic forget when they change its tags.
   */
  static boolean isMeasure(Snapshot snapshot) {
    return !SnapshotTags.isDoubted(snapshot.tags()) && snapshot.summary().isPresent();
  }

  /** What is wrong with the copy that the order names for this target; empty if it reads back. */
  Optional<Failure> damage(String target) {
    var _ = named(target);
    return Optional.ofNullable(damages.get(target));
  }

  /**
   * A run whose worker was lost names its snapshots without knowing what a guard said of them. One
   * that is damaged is told, but is no reason to make no copy: there would never be one again.
   */
  private Optional<Snapshot> load(String target, String id) {
    try {
      return Optional.of(snapshots.load(FileId.parse(id))).filter(PreviousSnapshots::isMeasure);
    } catch (RepositoryException e) {
      if (!SnapshotSearch.PASSED_OVER.contains(e.reason())) {
        throw e;
      }
      if (e.reason() != Reason.OBJECT_MISSING) {
        damages.put(
            target,
            new Failure(
                FailureReason.REPOSITORY_CORRUPT,
                "The earlier snapshot %s of %s can't be read back and will not restore: %s"
                    .formatted(id, target, e.getMessage())));
      }
      return Optional.empty();
    }
  }
}
