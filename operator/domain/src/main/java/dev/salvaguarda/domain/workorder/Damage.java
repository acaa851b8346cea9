package dev.salvaguarda.domain.workorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a repository found damaged or missing.
 *
 * @param packs that are, at most {@link #MOST_PACKS}
 * @param packCount how many there are, as far as was read
 * @param snapshots that lack something, at most {@link #MOST_SNAPSHOTS}
 * @param snapshotCount how many there are
 */
public record Damage(List<Pack> packs, int packCount, List<Lacking> snapshots, int snapshotCount) {
  /** Together with the snapshots they must fit a status. */
  public static final int MOST_PACKS = 30;

  /** Together with the packs they must fit a status. */
  public static final int MOST_SNAPSHOTS = 50;

  /** All is well. */
  public static final Damage NONE = new Damage(List.of(), 0, List.of(), 0);

  public Damage {
    packs = packs.stream().limit(MOST_PACKS).toList();
    snapshots = snapshots.stream().limit(MOST_SNAPSHOTS).toList();
  }

  /** Whether each pack and each snapshot is named. */
  public boolean namesAll() {
    return packs.size() == packCount && snapshots.size() == snapshotCount;
  }

  /** How many packs and snapshots it names. */
  int parts() {
    return packs.size() + snapshots.size();
  }

  /** The same with so many of them, snapshots first. */
  Damage first(int kept) {
    int keptSnapshots = Math.min(kept, snapshots.size());
    return new Damage(
        packs.subList(0, Math.min(kept - keptSnapshots, packs.size())),
        packCount,
        snapshots.subList(0, keptSnapshots),
        snapshotCount);
  }

  /**
   * A pack that is damaged or missing.
   *
   * @param id 64 hexadecimal digits, its name in the bucket
   * @param what is wrong, in words that follow its name
   */
  public record Pack(String id, String what) {}

  /**
   * A snapshot that lacks something.
   *
   * @param id 64 hexadecimal digits
   * @param namespace of the policy that made it; null if none did
   * @param policy that made it; null if none did
   * @param run that made it; empty if it does not say
   * @param runUid its UID; empty if it does not say
   * @param target that it is of; empty if it does not say
   * @param packs the first digits of the damaged or missing packs that it needs, a few of them
   */
  public record Lacking(
      String id,
      @Nullable String namespace,
      @Nullable String policy,
      String run,
      String runUid,
      String target,
      List<String> packs) {
    public Lacking {
      packs = List.copyOf(packs);
    }
  }
}
