package dev.salvaguarda.domain.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which snapshots go first where not all may go: always the one whose neighbours lie
 * closest together, so that a mistake costs how dense a history is before it costs how far back it
 * reaches. Among equals the older goes first.
 */
final class Thinning {
  private static final Comparator<Candidate> LEAST_MISSED_FIRST =
      Comparator.comparing(Candidate::gap)
          .thenComparing(candidate -> candidate.node.time)
          .thenComparing(candidate -> candidate.node.id);

  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(LEAST_MISSED_FIRST);

  /**
   * The ids of those that go first.
   *
   * @param timelines the snapshots of each target, in the order of their times
   * @param removable ids of those that may go
   * @param allowed how many of them
   */
  static Set<String> choose(
      List<List<SnapshotFact>> timelines, Set<String> removable, int allowed) {
    Thinning thinning = new Thinning();
    timelines.forEach(timeline -> thinning.add(timeline, removable));
    return thinning.take(allowed);
  }

  private void add(List<SnapshotFact> timeline, Set<String> removable) {
    List<Node> nodes = new ArrayList<>(timeline.size());
    for (SnapshotFact snapshot : timeline) {
      Node node = new Node(snapshot.id(), snapshot.time(), removable.contains(snapshot.id()));
      if (!nodes.isEmpty()) {
        node.follow(nodes.getLast());
      }
      nodes.add(node);
    }
    nodes.forEach(this::offer);
  }

  private Set<String> take(int allowed) {
    Set<String> taken = new LinkedHashSet<>();
    while (taken.size() < allowed && !queue.isEmpty()) {
      Candidate candidate = queue.remove();
      Node node = candidate.node;
      if (candidate.gap.equals(node.gap()) && taken.add(node.id)) {
        node.leave().forEach(this::offer);
      }
    }
    return taken;
  }

  /** A node whose gap has grown is offered again; the older offer is passed over when it comes. */
  private void offer(Node node) {
    if (node.removable) {
      queue.add(new Candidate(node, node.gap()));
    }
  }

  private record Candidate(Node node, Duration gap) {}

  /** A snapshot in the timeline of its target. */
  private static final class Node {
    private static final Duration OPEN_END = Duration.ofSeconds(Long.MAX_VALUE);

    private final String id;
    private final Instant time;
    private final boolean removable;
    private @Nullable Node before;
    private @Nullable Node after;

    Node(String id, Instant time, boolean removable) {
      this.id = id;
      this.time = time;
      this.removable = removable;
    }

    void follow(Node other) {
      before = other;
      other.after = this;
    }

    /** The time without a copy that its removal would leave. */
    Duration gap() {
      return before == null || after == null
          ? OPEN_END
          : Duration.between(before.time, after.time).abs();
    }

    /** Takes it out of the timeline; answers with those between which it was. */
    List<Node> leave() {
      Node left = before;
      Node right = after;
      if (left != null) {
        left.after = right;
      }
      if (right != null) {
        right.before = left;
      }
      return Stream.of(left, right).filter(Objects::nonNull).toList();
    }
  }
}
