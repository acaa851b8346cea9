package dev.salvaguarda.testkit.proxmox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * In which order QEMU copies the clusters of a guest: one drive after the other, but within a drive
 * by several workers at once, each on a run of its own; and where nothing shields the guest from
 * the backup, what it writes to is copied first, whichever drive it is on.
 */
final class ClusterOrder {
  /** A cluster of a drive, both counted from 0. */
  record Place(int drive, int cluster) {}

  private static final int MOST_WORKERS = 16;
  private static final int RUN = 16;
  private static final int RUN_WITH_FLEECING = 64;

  /** How often a worker's step is overtaken by a write of the guest: once in so many. */
  private static final int WRITES = 40;

  private final Random random;
  private final int run;
  private final boolean guestWrites;
  private final List<BitSet> missing = new ArrayList<>();
  private final List<Place> order = new ArrayList<>();

  private ClusterOrder(Random random, int run, boolean guestWrites) {
    this.random = random;
    this.run = run;
    this.guestWrites = guestWrites;
  }

  /**
   * Every cluster of every drive, once.
   *
   * @param clusters of each drive
   */
  static List<Place> of(List<Integer> clusters, Random random, boolean running, boolean fleecing) {
    ClusterOrder order =
        new ClusterOrder(random, fleecing ? RUN_WITH_FLEECING : RUN, running && !fleecing);
    for (int count : clusters) {
      BitSet all = new BitSet();
      all.set(0, count);
      order.missing.add(all);
    }
    for (int drive = 0; drive < clusters.size(); drive++) {
      order.copy(drive, clusters.get(drive));
    }
    return order.order;
  }

  private void copy(int drive, int clusters) {
    Deque<Integer> runs = new ArrayDeque<>();
    for (int from = 0; from < clusters; from += run) {
      runs.add(from);
    }
    int workers = 1 + random.nextInt(MOST_WORKERS);
    // Each active run is where it is now and where it ends.
    List<int[]> active = new ArrayList<>();
    while (!runs.isEmpty() || !active.isEmpty()) {
      while (active.size() < workers && !runs.isEmpty()) {
        int from = runs.remove();
        active.add(new int[] {from, Math.min(from + run, clusters)});
      }
      int[] worker = active.get(random.nextInt(active.size()));
      for (int steps = 1 + random.nextInt(3); steps > 0 && worker[0] < worker[1]; steps--) {
        take(drive, worker[0]++);
      }
      if (worker[0] == worker[1]) {
        active.remove(worker);
      }
      if (guestWrites && random.nextInt(WRITES) == 0) {
        takeAny();
      }
    }
  }

  private void takeAny() {
    int drive = random.nextInt(missing.size());
    BitSet left = missing.get(drive);
    if (!left.isEmpty()) {
      take(drive, left.nextSetBit(random.nextInt(left.length())));
    }
  }

  private void take(int drive, int cluster) {
    if (missing.get(drive).get(cluster)) {
      missing.get(drive).clear(cluster);
      order.add(new Place(drive, cluster));
    }
  }
}
