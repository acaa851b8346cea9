package dev.salvaguarda.domain.workorder;

/** How far what was restored was proven; each rung includes those before it. */
public enum Rung {
  /** Every piece of the snapshot was fetched, decrypted and hashed. */
  V0,
  /**
   * The content was put together and compared with the SHA-256 that was recorded when it was
   * copied; where none was, as for file trees, with the hashes of the tree itself. The drives of
   * virtual machines become an archive that can be restored.
   */
  V1,
  /**
   * A dump ends with its trailer; each file of a tree has the size that stands in it; the drive
   * from which a virtual machine starts begins as disks do, with a partition table, a file system
   * or an LVM label. A machine without drives does not get so far.
   */
  V2,
  /** A real database server loaded the dump and answered; a guest started and answered. */
  V3
}
