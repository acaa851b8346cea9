package dev.salvaguarda.domain.name;

import java.util.Locale;

/**
 * The form of an enum's constant in custom resources, conditions and Events. A constant keeps its
 * own in a field; so it is made once.
 */
public final class WireName {
  private WireName() {}

  /** UpperCamelCase, such as {@code RepositoryNotFound} for {@code REPOSITORY_NOT_FOUND}. */
  public static String of(Enum<?> constant) {
    StringBuilder wire = new StringBuilder();
    for (String word : constant.name().split("_", -1)) {
      wire.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return wire.toString();
  }
}
