package dev.salvaguarda.domain.schedule;

import java.util.stream.IntStream;

/**
 * The values that one field of a cron expression allows.
 *
 * @param bits bit {@code n} is set when the value {@code n} is allowed, 0 to 59
 * @param star whether the field was written with a {@code *}, as {@code *} or {@code *}{@code /5}:
 *     it then means "as time passes" and not "at these values"
 */
public record CronField(long bits, boolean star) {
  private static final int MAX_VALUE = 59;

  public CronField {
    if (bits == 0 || bits >>> (MAX_VALUE + 1) != 0) {
      throw new IllegalArgumentException("a cron field allows one value at least, from 0 to 59");
    }
  }

  /** A field that was written as values, such as {@code 1,15} or {@code 1-5}. */
  public static CronField values(int... values) {
    return new CronField(IntStream.of(values).mapToLong(CronField::bit).sum(), false);
  }

  /** A field that was written as {@code *}, or with a step above 1 as {@code *}{@code /step}. */
  public static CronField star(int min, int max, int step) {
    IntStream values = IntStream.rangeClosed(min, max).filter(v -> (v - min) % step == 0);
    return new CronField(values.mapToLong(CronField::bit).sum(), true);
  }

  /** Whether the value is allowed. */
  public boolean contains(int value) {
    return value >= 0 && value <= MAX_VALUE && (bits & (1L << value)) != 0;
  }

  /** The smallest allowed value that is {@code value} or larger; -1 if there is none. */
  int atLeast(int value) {
    if (value > MAX_VALUE) {
      return -1;
    }
    long rest = bits >>> value;
    return rest == 0 ? -1 : value + Long.numberOfTrailingZeros(rest);
  }

  /** All allowed values, ascending. */
  public IntStream stream() {
    return IntStream.rangeClosed(0, MAX_VALUE).filter(this::contains);
  }

  private static long bit(int value) {
    if (value < 0 || value > MAX_VALUE) {
      throw new IllegalArgumentException("a cron field has no value " + value);
    }
    return 1L << value;
  }
}
