package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which digests of a channel are due.
 *
 * @param due oldest first
 * @param nextAt when the next one is; null if none waits
 */
record DigestPlan(List<Batch> due, @Nullable Instant nextAt) {
  /** For what was made in the last moment to be seen. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** More than a notice can name wait for a digest of their own. */
  private static final int MOST = 500;

  private static final Comparator<Notice> IN_ORDER =
      Comparator.comparing((Notice notice) -> notice.getSpec().eventTime())
          .thenComparing(notice -> notice.getMetadata().getName());

  /**
   * What one digest tells.
   *
   * @param time of the channel's digest
   * @param number counted from 1, of those at the same time
   */
  record Batch(Instant time, int number, List<Notice> notices) {}

  /**
   * The plan at an instant. The same notices give the same batches.
   *
   * @param open the channel's notices that are not settled
   */
  static DigestPlan of(Collection<Notice> open, Instant now) {
    TreeMap<Instant, List<Notice>> byTime =
        open.stream()
            .filter(DigestPlan::waits)
            .collect(
                Collectors.groupingBy(notice -> timeOf(notice), TreeMap::new, Collectors.toList()));
    List<Batch> due =
        byTime.headMap(now.minus(GRACE), true).entrySet().stream()
            .flatMap(entry -> batches(entry.getKey(), entry.getValue()).stream())
            .toList();
    Instant next = byTime.higherKey(now.minus(GRACE));
    return new DigestPlan(due, next == null ? null : next.plus(GRACE));
  }

  private static Instant timeOf(Notice notice) {
    Instant time = notice.getSpec().digestTime();
    if (time == null) {
      throw new IllegalArgumentException("it waits for no digest");
    }
    return time;
  }

  private static List<Batch> batches(Instant time, List<Notice> notices) {
    List<Notice> sorted = notices.stream().sorted(IN_ORDER).toList();
    int count = (sorted.size() + MOST - 1) / MOST;
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Batch(
                time, i + 1, sorted.subList(i * MOST, Math.min(sorted.size(), (i + 1) * MOST))))
        .toList();
  }

  private static boolean waits(Notice notice) {
    NoticeStatus status = notice.getStatus();
    return notice.getSpec().digestTime() != null
        && notice.getSpec().fallbackFor() == null
        && (status == null
            || status.state() == null
            || status.state() == NoticeStatus.State.PENDING);
  }
}
