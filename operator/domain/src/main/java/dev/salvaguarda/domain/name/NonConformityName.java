package dev.salvaguarda.domain.name;

import java.util.Locale;

/**
 * The name of the record of a non-conformity, such as {@code folha-failed-3}: whoever opens the
 * same one finds it there.
 */
public final class NonConformityName {
  private static final int MAX_LENGTH = 63;

  private NonConformityName() {}

  /**
   * The name.
   *
   * @param cause such as {@code Failed}
   * @param number among the records of the policy and cause
   */
  public static String of(String policy, String cause, int number) {
    String end = "-%s-%d".formatted(cause.toLowerCase(Locale.ROOT), number);
    return ShortName.of(policy, MAX_LENGTH - end.length()) + end;
  }

  /** A second choice where that name is somebody else's. */
  public static String distinguished(String name) {
    return ShortName.withHash(name, name, MAX_LENGTH);
  }
}
