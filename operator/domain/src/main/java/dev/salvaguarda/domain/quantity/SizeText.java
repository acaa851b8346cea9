package dev.salvaguarda.domain.quantity;

import java.util.Locale;

/** Sizes for people to read. */
public final class SizeText {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private SizeText() {}

  /** The size with three digits or so and a binary unit, such as {@code 12.3 GiB}. */
  public static String of(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative, but this is " + bytes);
    }
    int unit = 0;
    double amount = bytes;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    String digits = unit == 0 || amount >= 100 ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, digits + " %s", amount, UNITS[unit]);
  }
}
