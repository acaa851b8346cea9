package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.app.watch.Hindrances;
import dev.salvaguarda.app.watch.Neglect;
import dev.salvaguarda.app.watch.ResourceCaches;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.record.RunRecords;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers a scrape from what the reconcilers' informers hold. */
public final class ResourceCollector extends Collector implements Collector.Describable {
  private final ResourceCaches caches;
  private final RunRecords records;
  private final Neglect neglect;
  private final Hindrances hindrances;
  private final NoticeJournal journal;
  private final Clock clock;

  public ResourceCollector(
      ResourceCaches caches,
      RunRecords records,
      Neglect neglect,
      Hindrances hindrances,
      NoticeJournal journal,
      Clock clock) {
    this.caches = caches;
    this.records = records;
    this.neglect = neglect;
    this.hindrances = hindrances;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples> page = new ArrayList<>();
    MetricsPage.of(
            caches.list(BackupPolicy.class),
            records.briefs(),
            caches.list(BackupRepository.class),
            neglect.found().size(),
            clock.instant())
        .forEach((metric, points) -> page.add(family(metric, points)));
    RestoreMetrics.of(caches.list(Restore.class))
        .forEach((metric, points) -> page.add(family(metric, points)));
    NoticeMetrics.of(
            caches.list(NotificationChannel.class), caches.list(Notice.class), clock.instant())
        .forEach((metric, points) -> page.add(family(metric, points)));
    page.add(
        family(Metric.WINDOW_HELD_ALERTS, WindowMetrics.of(caches.list(MaintenanceWindow.class))));
    page.add(
        family(
            Metric.NOTICES_AWAITING_JOURNAL,
            journal.left().entrySet().stream()
                .map(left -> new MetricsPage.Point(List.of(left.getKey()), left.getValue()))
                .toList()));
    page.add(
        family(
            Metric.OPERATOR_HINDERED,
            hindrances.found().stream()
                .map(why -> new MetricsPage.Point(List.of(why), 1))
                .toList()));
    return page;
  }

  /** The names alone, which the registry wants before there is anything to measure. */
  @Override
  public List<MetricFamilySamples> describe() {
    return Arrays.stream(Metric.values()).map(metric -> family(metric, List.of())).toList();
  }

  private static MetricFamilySamples family(Metric metric, List<MetricsPage.Point> points) {
    GaugeMetricFamily gauge =
        new GaugeMetricFamily(metric.wireName(), metric.help(), metric.labels());
    points.forEach(point -> gauge.addMetric(point.labels(), point.value()));
    return gauge;
  }
}
