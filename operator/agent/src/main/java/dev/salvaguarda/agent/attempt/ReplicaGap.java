package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which snapshots of a policy a further repository should still get: those that are newer than the
 * newest that it has of the same target. What is older and not there was there and was removed, or
 * could not be read; bringing it back would undo what retention or a person did.
 *
 * <p>Only records tell what a snapshot is of. Where the order names a run after which the
 * repository lacked nothing, and its copies are still there, only those records are read that were
 * stored since that run began; else all are.
 */
final class ReplicaGap {
  private final WorkIdentity work;
  private final CopyTask task;
  private final Snapshots first;
  private final Notes notes;

  ReplicaGap(WorkIdentity work, CopyTask task, Snapshots first, Notes notes) {
    this.work = work;
    this.task = task;
    this.first = first;
    this.notes = notes;
  }

  /** The snapshots to copy to a repository that holds these, the oldest first. */
  List<Snapshot> of(Replica replica, Snapshots there) {
    return Optional.ofNullable(replica.caughtUp())
        .flatMap(known -> since(known, there))
        .orElseGet(() -> ofAll(replica, there));
  }

  boolean isOfThisRun(Snapshot snapshot) {
    return snapshot.tags().contains(SnapshotTags.uid(work.uid()));
  }

  /** Empty if what was stored since then can't tell it. */
  private Optional<List<Snapshot>> since(CaughtUp known, Snapshots there) {
    Instant since = known.since().minus(SnapshotSearch.CLOCKS_MAY_DIFFER);
    List<Snapshot> stored = ofPolicy(first, first.idsSince(since));
    List<Snapshot> copies = ofPolicy(there, there.idsSince(since));
    return isThere(known, stored, copies)
        ? Optional.of(between(stored, copies)).filter(all -> isNew(all, since))
        : Optional.empty();
  }

  /** A repository that was emptied, replaced or set back does not have what it had. */
  private static boolean isThere(CaughtUp known, List<Snapshot> stored, List<Snapshot> copies) {
    String run = SnapshotTags.uid(known.run());
    Set<FileId> left =
        stored.stream()
            .filter(one -> one.tags().contains(run))
            .map(Snapshot::origin)
            .collect(Collectors.toSet());
    return !left.isEmpty() && origins(copies).containsAll(left);
  }

  /** A record may be stored anew, with other tags; what it is of may have been removed since. */
  private boolean isNew(List<Snapshot> missing, Instant since) {
    return missing.stream().allMatch(one -> isOfThisRun(one) || !one.time().isBefore(since));
  }

  private List<Snapshot> ofAll(Replica replica, Snapshots there) {
    Collection<FileId> stored = first.ids();
    Collection<FileId> copies = there.ids();
    notes.info(
        null,
        "All %d records of snapshots here and %d in repository %s are read, since %s."
            .formatted(
                stored.size(),
                copies.size(),
                replica.name(),
                replica.caughtUp() == null
                    ? "no earlier run says that it lacks nothing"
                    : "those of the last runs don't tell what it lacks"));
    return between(ofPolicy(first, stored), ofPolicy(there, copies));
  }

  private List<Snapshot> between(List<Snapshot> stored, List<Snapshot> copies) {
    Set<FileId> there = origins(copies);
    Map<String, Instant> newest = new HashMap<>();
    copies.forEach(one -> newest.merge(targetOf(one), one.time(), ReplicaGap::later));
    return stored.stream()
        .filter(one -> !there.contains(one.origin()))
        .filter(one ->
            isOfThisRun(one) || one.time().isAfter(newest.getOrDefault(targetOf(one), Instant.MIN)))
        .sorted(Comparator.comparing(Snapshot::time))
        .toList();
  }

  /** A record that is damaged or of a version to come is no reason to copy none of the others. */
  private List<Snapshot> ofPolicy(Snapshots snapshots, Collection<FileId> ids) {
    String policy = SnapshotTags.policy(work.namespace(), task.policy());
    return snapshots.load(ids, SnapshotSearch.PASSED_OVER).stream()
        .filter(one -> one.hostname().equals(task.source().host()))
        .filter(one -> one.tags().contains(policy))
        .toList();
  }

  private static Set<FileId> origins(List<Snapshot> copies) {
    return copies.stream().map(Snapshot::origin).collect(Collectors.toSet());
  }

  private static String targetOf(Snapshot snapshot) {
    return SnapshotTags.targetOf(snapshot.tags());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
