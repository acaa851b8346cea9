package dev.salvaguarda.agent.vma;

/**
 * How large an archive may say that it is, before anything is made ready for it.
 *
 * @param driveBytes the largest drive
 * @param allBytes all drives together
 */
public record VmaLimits(long driveBytes, long allBytes) {
  /** Of what is copied, and so of what comes back. */
  public static final VmaLimits COPIED = new VmaLimits(512L << 30, 4L << 40);
}
