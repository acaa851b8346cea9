package dev.salvaguarda.agent.vma;

/**
 * A drive of an archive.
 *
 * @param id by which extents name it, 1 to 254; may be another in the next archive of the guest
 * @param name for example {@code drive-scsi0}: letters, digits, dots, dashes and underscores
 * @param size in bytes; need not be a multiple of anything
 */
public record VmaDrive(int id, String name, long size) {

  /** How many clusters it has, the last of which may be shorter. */
  public long clusters() {
    return Math.ceilDiv(size, VmaFormat.CLUSTER);
  }

  /** Bytes of a cluster that belong to the drive. */
  public int length(long cluster) {
    return (int) Math.min(VmaFormat.CLUSTER, size - cluster * VmaFormat.CLUSTER);
  }
}
