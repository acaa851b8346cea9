package dev.salvaguarda.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreMetricsTest {
  @Test
  void theNewestPassedTestOfEachPolicyCounts() {
    Map<Metric, List<Point>> page =
        RestoreMetrics.of(
            List.of(
                restore("Test", "Succeeded", "1970-01-01T00:02:00Z", "1m30s"),
                restore("Test", "Succeeded", "1970-01-01T00:01:00Z", "5m"),
                restore("Test", "Failed", "1970-01-01T00:03:00Z", "9m"),
                restore("Recovery", "Succeeded", "1970-01-01T00:04:00Z", "9m")));

    List<String> payroll = List.of("city", "payroll");
    assertThat(page.get(Metric.POLICY_LAST_PASSED_TEST_TIMESTAMP_SECONDS))
        .containsExactly(new Point(payroll, 120));
    assertThat(page.get(Metric.POLICY_LAST_PASSED_TEST_RTO_SECONDS))
        .containsExactly(new Point(payroll, 90));
    assertThat(page.get(Metric.ACTIVE_RESTORES)).containsExactly(new Point(List.of(), 0));
  }

  @Test
  void aPolicyWithoutAPassedTestIsAbsentAndWhatHasNotEndedIsActive() {
    Map<Metric, List<Point>> page =
        RestoreMetrics.of(List.of(restore("Test", "Running", "1970-01-01T00:01:00Z", "1m")));

    assertThat(page.get(Metric.POLICY_LAST_PASSED_TEST_TIMESTAMP_SECONDS)).isEmpty();
    assertThat(page.get(Metric.ACTIVE_RESTORES)).containsExactly(new Point(List.of(), 1));
  }

  private static Restore restore(String purpose, String phase, String end, String rto) {
    return Serialization.unmarshal(
        """
        metadata: {name: march, namespace: city}
        spec: {purpose: %s, source: {runRef: {name: first}}}
        status:
          phase: %s
          completionTime: "%s"
          measuredRto: %s
          source: {policy: payroll, repository: offsite}
        """
            .formatted(purpose, phase, end, rto),
        Restore.class);
  }
}
