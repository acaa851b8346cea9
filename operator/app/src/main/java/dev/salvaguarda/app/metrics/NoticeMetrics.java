package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.app.metrics.Metric.Labels;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What channels and their notices say of whether people are told; pure. */
final class NoticeMetrics {
  private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);

  private NoticeMetrics() {}

  /**
   * @param open notices that are not settled; others are left out
   */
  static Map<Metric, List<Point>> of(
      List<NotificationChannel> channels, List<Notice> open, Instant now) {
    NoticeMetrics page = new NoticeMetrics();
    Map<List<String>, List<Notice>> byChannel = new TreeMap<>(Comparator.comparing(List::toString));
    channels.forEach(channel -> byChannel.put(labels(channel), List.of()));
    byChannel.putAll(
        open.stream()
            .filter(NoticeMetrics::isOpen)
            .collect(Collectors.groupingBy(NoticeMetrics::labels)));
    channels.forEach(page::add);
    byChannel.forEach((labels, notices) -> page.add(labels, notices, now));
    return page.points;
  }

  private void add(NotificationChannel channel) {
    NotificationChannelStatus status = channel.getStatus();
    if (status == null) {
      return;
    }
    MetricsPage.conditions(
        Labels.CHANNEL,
        status.conditions(),
        (metric, value) -> add(metric, labels(channel), value));
    if (status.lastSuccessTime() != null) {
      add(
          Metric.CHANNEL_LAST_SUCCESS_TIMESTAMP_SECONDS,
          labels(channel),
          status.lastSuccessTime().toEpochMilli() / 1000.0);
    }
    if (status.lastFailure() != null) {
      add(
          Metric.CHANNEL_LAST_FAILURE_TIMESTAMP_SECONDS,
          labels(channel),
          status.lastFailure().time().toEpochMilli() / 1000.0);
    }
  }

  private void add(List<String> labels, List<Notice> open, Instant now) {
    add(Metric.CHANNEL_OPEN_NOTICES, labels, open.size());
    add(
        Metric.CHANNEL_UNCERTAIN_NOTICES,
        labels,
        (double)
            open.stream()
                .filter(notice ->
                    notice.getStatus() != null
                        && notice.getStatus().state() == NoticeStatus.State.UNCERTAIN)
                .count());
    Duration oldest =
        open.stream()
            .filter(notice ->
                notice.getSpec().digestTime() == null
                    || notice.getSpec().digestTime().isBefore(now))
            .map(notice ->
                Duration.between(Instant.parse(notice.getMetadata().getCreationTimestamp()), now))
            .max(Comparator.naturalOrder())
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO);
    add(Metric.CHANNEL_OLDEST_NOTICE_AGE_SECONDS, labels, (double) oldest.toSeconds());
  }

  private void add(Metric metric, List<String> labels, double value) {
    points.computeIfAbsent(metric, _ -> new ArrayList<>()).add(new Point(labels, value));
  }

  private static boolean isOpen(Notice notice) {
    return notice.getStatus() == null || !Boolean.TRUE.equals(notice.getStatus().settled());
  }

  private static List<String> labels(NotificationChannel channel) {
    return List.of(channel.getMetadata().getNamespace(), channel.getMetadata().getName());
  }

  private static List<String> labels(Notice notice) {
    return List.of(notice.getMetadata().getNamespace(), notice.getSpec().channelRef().name());
  }
}
