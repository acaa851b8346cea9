package dev.salvaguarda.agent.vma;

import java.io.IOException;

/** Takes the clusters of an archive, in the order in which they come, which is any order. */
@FunctionalInterface
public interface ClusterSink {
  /** Size of a cluster but for the last one of a drive. */
  int CLUSTER_BYTES = VmaFormat.CLUSTER;

  /** Size of the blocks of which a cluster consists. */
  int BLOCK_BYTES = VmaFormat.BLOCK;

  /**
   * Takes one cluster. Each cluster of each drive comes once.
   *
   * @param drive to which it belongs
   * @param number from 0, counted in 64 KiB from the beginning of the drive
   * @param content holds the cluster in its first {@code length} bytes; is used again for the next
   * @param length 65536, less where the drive ends within the cluster
   * @param stored how many of its blocks of 4 KiB the archive holds; 0 if all of it is zero
   */
  void take(VmaDrive drive, long number, byte[] content, int length, int stored) throws IOException;
}
