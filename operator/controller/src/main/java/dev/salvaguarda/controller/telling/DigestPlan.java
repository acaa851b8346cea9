package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.domain.notice.DigestTurn;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which digests of a channel are due.
 *
 * @param due oldest first
 * @param nextAt when the next one is; null if none waits
 */
record DigestPlan(List<Batch> due, @Nullable Instant nextAt) {
  /** More than a notice can name are told in several. */
  private static final int MOST = 500;

  private static final Comparator<Notice> IN_ORDER =
      Comparator.comparing((Notice notice) -> notice.getSpec().eventTime())
          .thenComparing(notice -> notice.getMetadata().getName());

  /**
   * What one digest tells.
   *
   * @param time of the channel's digest
   * @param notices at least one; the first one makes the digest's name, so that the same digest has
   *     the same name whatever was told before it
   */
  record Batch(Instant time, List<Notice> notices) {
    Batch {
      notices = List.copyOf(notices);
    }

    String first() {
      return notices.getFirst().getMetadata().getName();
    }

    Batch part(int from, int to) {
      return new Batch(time, notices.subList(from, to));
    }
  }

  /**
   * The plan at an instant. The same notices give the same batches.
   *
   * @param open the channel's notices that are not settled
   * @param told names of those that a digest tells already
   * @param since from when on this operator can collect
   */
  static DigestPlan of(Collection<Notice> open, Set<String> told, Instant since, Instant now) {
    TreeMap<Instant, List<Notice>> byTime =
        open.stream()
            .filter(DigestPlan::waits)
            .filter(notice -> !told.contains(notice.getMetadata().getName()))
            .collect(
                Collectors.groupingBy(notice -> timeOf(notice), TreeMap::new, Collectors.toList()));
    List<Batch> due =
        byTime.entrySet().stream()
            .filter(entry -> new DigestTurn(entry.getKey(), since).isOpen(now))
            .flatMap(entry -> batches(entry.getKey(), entry.getValue()))
            .toList();
    Instant next =
        byTime.keySet().stream()
            .map(time -> new DigestTurn(time, since).opens())
            .filter(now::isBefore)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new DigestPlan(due, next);
  }

  private static Instant timeOf(Notice notice) {
    Instant time = notice.getSpec().digestTime();
    if (time == null) {
      throw new IllegalArgumentException("it waits for no digest");
    }
    return time;
  }

  private static Stream<Batch> batches(Instant time, List<Notice> notices) {
    Batch all = new Batch(time, notices.stream().sorted(IN_ORDER).toList());
    int count = notices.size();
    return IntStream.iterate(0, from -> from < count, from -> from + MOST)
        .mapToObj(from -> all.part(from, Math.min(count, from + MOST)));
  }

  /** What was tried by itself already may have reached somebody, or is about to. */
  private static boolean waits(Notice notice) {
    NoticeStatus status = notice.getStatus();
    return notice.getSpec().digestTime() != null
        && notice.getSpec().fallbackFor() == null
        && (status == null
            || status.state() == null
            || (status.state() == NoticeStatus.State.PENDING
                && Objects.requireNonNullElse(status.attemptCount(), 0) == 0));
  }
}
