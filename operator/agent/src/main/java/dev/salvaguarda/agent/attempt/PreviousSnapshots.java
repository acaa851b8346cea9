package dev.salvaguarda.agent.attempt;

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

/** What earlier runs left of each target, as far as the order names it; read once each. */
final class PreviousSnapshots {
  private final Snapshots snapshots;
  private final Map<String, String> ids;
  private final Map<String, Optional<Snapshot>> read = new HashMap<>();

  PreviousSnapshots(Snapshots snapshots, Map<String, String> ids) {
    this.snapshots = snapshots;
    this.ids = ids;
  }

  /** The last good snapshot of this target; empty if there is none, or no longer. */
  Optional<Snapshot> newest(String target) {
    return read.computeIfAbsent(
        target, name -> Optional.ofNullable(ids.get(name)).flatMap(this::load));
  }

  /** How much the last good snapshot of this target represents. */
  OptionalLong goodSize(String target) {
    return newest(target)
        .flatMap(Snapshot::summary)
        .map(SnapshotSummary::totalBytesProcessed)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private Optional<Snapshot> load(String id) {
    try {
      return Optional.of(snapshots.load(FileId.parse(id)));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
