package dev.salvaguarda.testkit.proxmox;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A drive whose content follows from a seed, made anew whenever it is read: no size costs memory.
 *
 * <p>About {@code filledPercent} of its stretches of 1 MiB hold data, the others are zero. One of 4
 * MiB or more begins with a GPT and an ext4 superblock in its first partition. On each day after
 * the first, {@code changedBlocks} of its blocks of 4 KiB get new content.
 *
 * @param key as in the guest's configuration, such as {@code scsi0}
 * @param size in bytes, a multiple of 512
 * @param seed of the content
 * @param filledPercent 0 to 100
 * @param changedBlocks blocks of 4 KiB that change each day
 * @param run how many of them lie side by side, 1 or more
 */
public record DriveImage(
    String key, long size, long seed, int filledPercent, int changedBlocks, int run) {
  /** A cluster of an archive, in bytes. */
  public static final int CLUSTER = 65536;

  static final int BLOCK = 4096;

  /** What an EFI disk holds, by far no multiple of a cluster. */
  static final long EFI_DISK = 540_672;

  private static final long PARTITIONED = 4L << 20;
  private static final int CLUSTERS_OF_STRETCH = 16;

  /** How many clusters it has, the last one perhaps cut. */
  public int clusters() {
    return Math.toIntExact(Math.ceilDiv(size, CLUSTER));
  }

  /** Name of the device in archives. */
  public String device() {
    return key.startsWith("tpmstate") ? "drive-" + key + "-backup" : "drive-" + key;
  }

  /** The drive as it is on a day, 1 or later. */
  public DriveContent on(int day) {
    Map<Long, Integer> changes = new HashMap<>();
    long blocks = Math.ceilDiv(size, BLOCK);
    long first = isPartitioned() ? (long) CLUSTERS_OF_STRETCH * 2 * CLUSTER / BLOCK : 0;
    for (int today = 2; today <= day; today++) {
      SplittableRandom random = new SplittableRandom(seed * 31 + today);
      long at = first;
      for (int i = 0; i < changedBlocks && first < blocks; i++) {
        if (i % run == 0) {
          at = random.nextLong(first, blocks);
        }
        changes.put(Math.min(at++, blocks - 1), today);
      }
    }
    return new DriveContent(this, changes);
  }

  boolean isPartitioned() {
    return size >= PARTITIONED;
  }

  /** The first stretch always is, so that a small drive isn't empty by chance. */
  boolean isFilled(int cluster) {
    int stretch = cluster / CLUSTERS_OF_STRETCH;
    long drawn = new SplittableRandom(seed ^ (stretch + 1) * 0x9E3779B97F4A7C15L).nextInt(100);
    return drawn < filledPercent || (stretch == 0 && filledPercent > 0);
  }
}
