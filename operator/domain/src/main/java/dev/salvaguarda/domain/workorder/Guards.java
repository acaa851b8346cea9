package dev.salvaguarda.domain.workorder;

/**
 * Limits below which a copy is kept but called suspicious.
 *
 * @param minSizeBytes a target smaller than this is suspicious; 0 means no limit
 * @param maxShrinkPercent a target that lost more than this share of its size since the last good
 *     run is suspicious, 0 to 100; 100 means no limit
 */
public record Guards(long minSizeBytes, int maxShrinkPercent) {
  public Guards {
    if (minSizeBytes < 0 || maxShrinkPercent < 0 || maxShrinkPercent > 100) {
      throw new IllegalArgumentException(
          "minSizeBytes must be 0 or more and maxShrinkPercent 0 to 100, but they are "
              + minSizeBytes
              + " and "
              + maxShrinkPercent);
    }
  }

  /** Whether the size of an earlier copy makes a difference. */
  public boolean limitShrinking() {
    return maxShrinkPercent < 100;
  }

  /** No limit at all. */
  public static Guards none() {
    return new Guards(0, 100);
  }
}
