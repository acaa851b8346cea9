package dev.salvaguarda.domain.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which settled notices of a namespace leave the cluster for the journal; pure. One that is not
 * settled never does.
 *
 * @param keepFor one that is older goes, however few there are
 * @param keepNewest how many stay at most, the newest ones; at least 1
 * @param inAnyCase one that is younger stays, however many there are: until then the run that it
 *     tells of, a digest or another notice may still look for it, and would have it told again
 */
public record NoticeRetention(Duration keepFor, int keepNewest, Duration inAnyCase) {
  /** Longer than anybody tries to tell something, unless a channel's deadline is longer still. */
  private static final Duration WEEK = Duration.ofDays(7);

  /** What these two settings mean; {@code keepFor} counts where it is shorter than a week. */
  public static NoticeRetention of(Duration keepFor, int keepNewest) {
    return new NoticeRetention(keepFor, keepNewest, keepFor.compareTo(WEEK) < 0 ? keepFor : WEEK);
  }

  /**
   * A notice to which nothing happens any more.
   *
   * @param madeAt when the API server took it
   */
  public record Settled(String name, String uid, Instant madeAt) {}

  /**
   * Those that are to go now.
   *
   * @param oldest the oldest settled notices of the namespace, oldest first
   * @param count how many settled ones there are, these included
   * @return the beginning of {@code oldest}, maybe all of it: then more may be due
   */
  public List<Settled> due(List<Settled> oldest, int count, Instant now) {
    int due = 0;
    while (due < oldest.size()) {
      Duration age = Duration.between(oldest.get(due).madeAt(), now);
      boolean isOld = age.compareTo(keepFor) > 0;
      boolean isBeyond = count - due > keepNewest && age.compareTo(inAnyCase) > 0;
      if (!isOld && !isBeyond) {
        break;
      }
      due++;
    }
    return List.copyOf(oldest.subList(0, due));
  }
}
