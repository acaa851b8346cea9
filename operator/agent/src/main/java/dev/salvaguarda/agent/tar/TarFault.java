package dev.salvaguarda.agent.tar;

/** What is wrong with an archive. None of it goes away by reading the same archive again. */
public enum TarFault {
  /** What came is no tar. */
  NOT_AN_ARCHIVE,
  /** A header contradicts its checksum or itself. */
  DAMAGED_HEADER,
  /** A member's name leads out of the archive, or no file can have it. */
  BAD_NAME,
  /** Two members have the same name and are not both directories, or one lies below a file. */
  NAME_TWICE,
  /** A hard link leads to no file of the archive. */
  LINK_TO_NOTHING,
  /** A member of a kind that no container has. */
  UNKNOWN_MEMBER,
  /** The archive ends in the middle of something. */
  CUT_OFF,
  /** Something other than padding follows after the end of the archive. */
  MORE_AFTER_END,
  /** The archive says that it is larger than is allowed. */
  TOO_LARGE;

  /** Whether it is found where an archive ends, so that who sent it ended as well. */
  public boolean isOfEnd() {
    return this == CUT_OFF;
  }
}
