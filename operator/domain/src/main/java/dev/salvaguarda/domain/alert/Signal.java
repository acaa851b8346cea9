package dev.salvaguarda.domain.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of one alert of an incident.
 *
 * @param id of the alert
 * @param name of its rule
 * @param summary what people read; empty if there is nothing
 * @param isActive whether it is firing
 * @param since when it began to fire the last time
 * @param times how often it began to fire, at least 1
 * @param lastSeen when monitoring spoke of it last, to {@link #GRAIN}
 */
public record Signal(
    String id,
    String name,
    String summary,
    boolean isActive,
    Instant since,
    int times,
    Instant lastSeen) {
  /** What is repeated within this time is no news, and nothing is written. */
  static final Duration GRAIN = Duration.ofMinutes(1);

  static Signal first(Sighting seen, Instant now) {
    return new Signal(
        seen.id(), seen.name(), seen.summary(), seen.isFiring(), seen.since(), 1, now);
  }

  /**
   * An end that comes in late, after it began anew, changes nothing. Of one that several watch,
   * monitoring may say later that it began earlier: that is the same firing.
   */
  Signal with(Sighting seen, Instant now) {
    if (seen.until() != null && seen.until().isBefore(since)) {
      return this;
    }
    boolean isAnew = seen.since().isAfter(since);
    boolean isNews = isAnew || seen.isFiring() != isActive || !now.isBefore(lastSeen.plus(GRAIN));
    return isNews
        ? new Signal(
            id,
            seen.name(),
            seen.summary(),
            seen.isFiring(),
            isAnew ? seen.since() : since,
            isAnew ? times + 1 : times,
            now)
        : this;
  }
}
