package dev.salvaguarda.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T02:00:00Z");
  private static final List<String> TECHNICIAN = List.of("city", "technician");
  private static final List<String> ABSENT = List.of("city", "absent");

  @Test
  void whatWaitsIsCountedByChannelWhetherItExistsOrNot() {
    Map<Metric, List<Point>> page =
        NoticeMetrics.of(
            List.of(channel()),
            List.of(
                notice("technician", "01:00:00", "{}"),
                notice("technician", "00:30:00", "{state: Uncertain}"),
                notice("technician", "00:00:00", "{state: Delivered, settled: true}"),
                notice("absent", "01:59:00", "{}")),
            NOW);

    assertThat(page.get(Metric.CHANNEL_READY)).containsExactly(new Point(TECHNICIAN, 0));
    assertThat(page.get(Metric.CHANNEL_LAST_SUCCESS_TIMESTAMP_SECONDS))
        .containsExactly(new Point(TECHNICIAN, 120));
    assertThat(page.get(Metric.CHANNEL_LAST_FAILURE_TIMESTAMP_SECONDS))
        .containsExactly(new Point(TECHNICIAN, 180));
    assertThat(page.get(Metric.CHANNEL_OPEN_NOTICES))
        .containsExactly(new Point(ABSENT, 1), new Point(TECHNICIAN, 2));
    assertThat(page.get(Metric.CHANNEL_UNCERTAIN_NOTICES))
        .containsExactly(new Point(ABSENT, 0), new Point(TECHNICIAN, 1));
    assertThat(page.get(Metric.CHANNEL_OLDEST_NOTICE_AGE_SECONDS))
        .containsExactly(new Point(ABSENT, 60), new Point(TECHNICIAN, 5_400));
  }

  @Test
  void aChannelForWhichNothingWaitsHasAnAgeOfZero() {
    Map<Metric, List<Point>> page = NoticeMetrics.of(List.of(channel()), List.of(), NOW);

    assertThat(page.get(Metric.CHANNEL_OPEN_NOTICES)).containsExactly(new Point(TECHNICIAN, 0));
    assertThat(page.get(Metric.CHANNEL_OLDEST_NOTICE_AGE_SECONDS))
        .containsExactly(new Point(TECHNICIAN, 0));
  }

  private static NotificationChannel channel() {
    return Serialization.unmarshal(
        """
        metadata: {namespace: city, name: technician}
        spec: {email: {host: mail.example.org, from: backup@example.org}}
        status:
          lastSuccessTime: "1970-01-01T00:02:00Z"
          lastFailure: {time: "1970-01-01T00:03:00Z", reason: Refused, notice: one}
          conditions: [{type: Ready, status: "False"}, {type: TemplatesValid, status: Unknown}]
        """,
        NotificationChannel.class);
  }

  private static Notice notice(String channel, String madeAt, String status) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: city, name: one, creationTimestamp: "2026-11-27T%s"}
        spec: {channelRef: {name: %s}}
        status: %s
        """
            .formatted(madeAt + "Z", channel, status),
        Notice.class);
  }
}
