package dev.salvaguarda.domain.workorder;

/** How much scratch space it takes to load a dump into a database server. */
public final class ScratchNeed {
  /** An empty server with its log. */
  private static final long SERVER_BYTES = 512L << 20;

  /** Rows have headers and indexes that a dump has not. */
  private static final int GROWTH = 3;

  private ScratchNeed() {}

  /**
   * Bytes for a server that loads one dump after the other, each dropped before the next.
   *
   * @param largestDumpBytes size of the largest of them; 0 where there are no dumps, and then no
   *     space is needed: files and virtual machines are proven as they stream by
   */
  public static long bytes(long largestDumpBytes) {
    return largestDumpBytes == 0 ? 0 : SERVER_BYTES + GROWTH * largestDumpBytes;
  }
}
