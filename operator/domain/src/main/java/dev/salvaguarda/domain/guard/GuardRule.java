package dev.salvaguarda.domain.guard;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Guards;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges the size of a copy by the policy's guards. */
public final class GuardRule {
  private static final int PERCENT = 100;

  private GuardRule() {}

  /**
   * The doubt about a target of this size, if there is one; the smallest size is asked first.
   *
   * @param sizeBytes what was read from the source
   * @param previousSizeBytes size of the newest earlier copy of this target; empty for the first
   *     one, which can't have shrunk
   */
  public static Optional<Failure> doubt(
      Guards guards, String target, long sizeBytes, OptionalLong previousSizeBytes) {
    if (sizeBytes < guards.minSizeBytes()) {
      return Optional.of(
          new Failure(
              FailureReason.GUARD_MIN_SIZE,
              "%s has %s, less than guards.minSize %s; the copy was kept"
                  .formatted(target, bytes(sizeBytes), bytes(guards.minSizeBytes()))));
    }
    if (previousSizeBytes.isEmpty()
        || !shrankTooMuch(guards, sizeBytes, previousSizeBytes.getAsLong())) {
      return Optional.empty();
    }
    long before = previousSizeBytes.getAsLong();
    return Optional.of(
        new Failure(
            FailureReason.GUARD_MAX_SHRINK,
            "%s shrank from %s to %s, by %s %%; guards.maxShrinkPercent is %d; the copy was kept"
                .formatted(
                    target,
                    bytes(before),
                    bytes(sizeBytes),
                    shrinkPercent(sizeBytes, before).toPlainString(),
                    guards.maxShrinkPercent())));
  }

  private static boolean shrankTooMuch(Guards guards, long size, long before) {
    return before > 0
        && size < before
        && shrink(size, before, 12).compareTo(BigDecimal.valueOf(guards.maxShrinkPercent())) > 0;
  }

  /** Rounded up, so that a message never shows a number that the guard would have allowed. */
  private static BigDecimal shrinkPercent(long size, long before) {
    return shrink(size, before, 1);
  }

  private static BigDecimal shrink(long size, long before, int scale) {
    return BigDecimal.valueOf(before - size)
        .multiply(BigDecimal.valueOf(PERCENT))
        .divide(BigDecimal.valueOf(before), scale, RoundingMode.UP);
  }

  private static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }
}
