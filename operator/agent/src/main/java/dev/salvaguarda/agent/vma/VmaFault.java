package dev.salvaguarda.agent.vma;

/** What is wrong with an archive. None of it goes away by reading the same archive again. */
public enum VmaFault {
  /** What came is no VMA archive of version 1. */
  NOT_AN_ARCHIVE,
  /** The header contradicts its checksum or itself. */
  DAMAGED_HEADER,
  /** The header of an extent contradicts its checksum or itself, or belongs to another archive. */
  DAMAGED_EXTENT,
  /** A cluster of a drive came a second time. */
  CLUSTER_TWICE,
  /** A cluster lies outside of its drive, or belongs to none. */
  CLUSTER_OUTSIDE,
  /** The archive ends in the middle of something. */
  CUT_OFF,
  /** The archive ends well, and has less than its drives. */
  CLUSTERS_MISSING,
  /** The archive says that it is larger than is allowed. */
  TOO_LARGE;

  /** Whether it is found where an archive ends, so that who sent it ended as well. */
  public boolean isOfEnd() {
    return this == CUT_OFF || this == CLUSTERS_MISSING;
  }
}
