package dev.salvaguarda.domain.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How much a channel lets out.
 *
 * @param perMinute at least 1
 * @param minInterval between two starts; zero means none
 */
public record Rate(int perMinute, Duration minInterval) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * From when on another message may go, never later than a minute or {@code minInterval} from now.
   *
   * @param known starts of the newest messages, oldest first; those older than a minute do no harm,
   *     and what a clock that was set back since has put ahead counts for nothing
   */
  public Instant freeAt(List<Instant> known, Instant now) {
    List<Instant> starts = known.stream().filter(start -> !start.isAfter(now)).toList();
    Instant free = now;
    if (starts.size() >= perMinute) {
      free = later(free, starts.get(starts.size() - perMinute).plus(MINUTE));
    }
    return starts.isEmpty() ? free : later(free, starts.getLast().plus(minInterval));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
