package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the good snapshots of earlier runs that nobody named. Only the record itself says whose
 * it is, so those that were stored while an earlier run worked are read first, the newest first,
 * and then the newest of all others, up to a limit: what a search costs does not grow with all that
 * was ever stored, apart from one listing. Each record is read once at most, and none before
 * somebody asks.
 */
final class SnapshotSearch {
  /** How many records are read that were stored at other times than the known runs'. */
  static final int MOST_OF_OTHERS = 1_000;

  private static final int AT_A_TIME = 60;

  /** Of operator and store, before the repository counts as not ready. */
  static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

  /** What somebody else left damaged is no reason to make no copy. */
  static final Set<Reason> PASSED_OVER =
      Set.of(Reason.OBJECT_MISSING, Reason.CORRUPT, Reason.UNSUPPORTED);

  private static final Comparator<Stored> NEWEST_FIRST =
      Comparator.comparing(Stored::at).reversed();

  private final Snapshots snapshots;
  private final WorkIdentity work;
  private final CopyTask task;
  private final Runnable stopIfAsked;
  private final Map<String, Snapshot> found = new HashMap<>();
  private @Nullable Deque<List<FileId>> unread;
  private boolean limited;

  /**
   * A search that has read nothing yet.
   *
   * @param stopIfAsked throws when the work is to end
   */
  SnapshotSearch(Snapshots snapshots, WorkIdentity work, CopyTask task, Runnable stopIfAsked) {
    this.snapshots = snapshots;
    this.work = work;
    this.task = task;
    this.stopIfAsked = stopIfAsked;
  }

  /** The newest good snapshot of this target that an earlier run left; empty if none is found. */
  Optional<Snapshot> newest(String target) {
    Deque<List<FileId>> left = unread();
    while (!found.containsKey(target) && !left.isEmpty()) {
      stopIfAsked.run();
      snapshots.load(left.remove(), PASSED_OVER).stream()
          .filter(this::isOurMeasure)
          .forEach(one -> found.putIfAbsent(SnapshotTags.targetOf(one.tags()), one));
    }
    return Optional.ofNullable(found.get(target));
  }

  /** Whether there are more snapshots than were looked at. */
  boolean isLimited() {
    return limited;
  }

  /** Policies of two clusters may share their name, and the repository; not the source. */
  private boolean isOurMeasure(Snapshot snapshot) {
    return snapshot.hostname().equals(task.source().host())
        && snapshot.tags().contains(SnapshotTags.policy(work.namespace(), task.policy()))
        && !snapshot.tags().contains(SnapshotTags.uid(work.uid()))
        && PreviousSnapshots.isMeasure(snapshot);
  }

  private record Stored(FileId id, Instant at) {}

  private Deque<List<FileId>> unread() {
    Deque<List<FileId>> left = unread;
    if (left == null) {
      left = listed();
      unread = left;
    }
    return left;
  }

  private Deque<List<FileId>> listed() {
    List<Stored> ofRuns = new ArrayList<>();
    PriorityQueue<Stored> others = new PriorityQueue<>(NEWEST_FIRST.reversed());
    Set<String> named = Set.copyOf(task.previous().values());
    snapshots.forEach((id, at) -> {
      if (named.contains(id.toString())) {
        return;
      }
      Stored one = new Stored(id, at);
      if (task.earlier().stream().anyMatch(run -> run.contains(at, CLOCKS_MAY_DIFFER))) {
        ofRuns.add(one);
        return;
      }
      others.add(one);
      if (others.size() > MOST_OF_OTHERS) {
        limited = true;
        var _ = others.remove();
      }
    });
    Deque<List<FileId>> parts = new ArrayDeque<>();
    addParts(ofRuns, parts);
    addParts(others, parts);
    return parts;
  }

  private static void addParts(Collection<Stored> stored, Deque<List<FileId>> parts) {
    List<FileId> ids = stored.stream().sorted(NEWEST_FIRST).map(Stored::id).toList();
    for (int start = 0; start < ids.size(); start += AT_A_TIME) {
      parts.add(ids.subList(start, Math.min(ids.size(), start + AT_A_TIME)));
    }
  }
}
