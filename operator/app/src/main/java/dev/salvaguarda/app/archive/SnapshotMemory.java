package dev.salvaguarda.app.archive;

import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What records of snapshots said that were read before. A snapshot's name is the hash of its file,
 * so what was read once holds for ever; which names there are is asked anew each time.
 */
final class SnapshotMemory {
  private static final int USUAL_LIMIT = 20_000;
  private static final String TARGET = "target=";

  private final Map<FileId, Known> known;

  SnapshotMemory() {
    this(USUAL_LIMIT);
  }

  /**
   * A memory of bounded size.
   *
   * @param limit how many records are kept; the one whose last use is longest ago goes first
   */
  SnapshotMemory(int limit) {
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<FileId, Known> eldest) {
            return size() > limit;
          }
        };
  }

  private record Known(List<String> tags, RunSnapshot snapshot) {}

  /** Snapshots that carry each of these tags, oldest first; reads only records never seen. */
  List<RunSnapshot> withTags(Snapshots snapshots, List<String> tags) {
    return snapshots.ids().parallelStream()
        .flatMap(id -> recalled(id).or(() -> read(snapshots, id)).stream())
        .filter(found -> found.tags().containsAll(tags))
        .map(Known::snapshot)
        .sorted(Comparator.comparing(RunSnapshot::time))
        .toList();
  }

  private Optional<Known> recalled(FileId id) {
    synchronized (known) {
      return Optional.ofNullable(known.get(id));
    }
  }

  /** Empty if the snapshot went away after the listing. */
  private Optional<Known> read(Snapshots snapshots, FileId id) {
    try {
      Snapshot snapshot = snapshots.load(id);
      Known found = new Known(snapshot.tags(), ofRun(snapshot));
      synchronized (known) {
        known.put(id, found);
      }
      return Optional.of(found);
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static RunSnapshot ofRun(Snapshot snapshot) {
    String target =
        snapshot.tags().stream()
            .filter(tag -> tag.startsWith(TARGET))
            .map(tag -> tag.substring(TARGET.length()))
            .findFirst()
            .orElse("");
    return new RunSnapshot(
        snapshot.id().toString(),
        target,
        snapshot.time(),
        snapshot.summary().map(SnapshotSummary::totalBytesProcessed).orElse(0L),
        0);
  }
}
