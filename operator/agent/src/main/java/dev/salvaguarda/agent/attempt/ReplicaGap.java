package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which snapshots of a policy another repository should still get: those that are newer than the
 * newest that it has of the same target. What is older and not there was there and was removed, or
 * could not be read; bringing it back would undo what retention or a person did.
 */
final class ReplicaGap {
  private ReplicaGap() {}

  /**
   * The snapshots to copy, the oldest first.
   *
   * @param first the policy's snapshots in the first repository
   * @param other its snapshots in the other one
   * @param wanted which of the first's are copied however old they seem, because this run made them
   */
  static List<Snapshot> between(
      List<Snapshot> first, List<Snapshot> other, Predicate<Snapshot> wanted) {
    Set<FileId> there = other.stream().map(Snapshot::origin).collect(Collectors.toSet());
    Map<String, Instant> newest = new HashMap<>();
    other.forEach(one -> newest.merge(targetOf(one), one.time(), ReplicaGap::later));
    return first.stream()
        .filter(one -> !there.contains(one.origin()))
        .filter(one ->
            wanted.test(one) || one.time().isAfter(newest.getOrDefault(targetOf(one), Instant.MIN)))
        .sorted(Comparator.comparing(Snapshot::time))
        .toList();
  }

  private static String targetOf(Snapshot snapshot) {
    return SnapshotTags.targetOf(snapshot.tags());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
