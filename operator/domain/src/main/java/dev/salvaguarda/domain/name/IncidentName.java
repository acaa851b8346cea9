package dev.salvaguarda.domain.name;

/**
 * The name of an incident that alerts open, which follows from what it is about: whoever opens the
 * same finds it there.
 */
public final class IncidentName {
  private static final int MAX_LENGTH = 63;

  private IncidentName() {}

  /**
   * Such as {@code correio-4f31c2aa}.
   *
   * @param component what does not work
   * @param key what its alerts have in common
   * @param previous UID of the incident that it follows; empty without one
   */
  public static String ofAlerts(String component, String key, String previous) {
    return ShortName.withHash(component, key + "\n" + previous, MAX_LENGTH);
  }
}
