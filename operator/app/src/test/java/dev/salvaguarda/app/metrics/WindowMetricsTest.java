package dev.salvaguarda.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowMetricsTest {
  @Test
  void whatWaitsForTheEndOfMaintenanceIsCountedAndNothingElse() {
    assertThat(
            WindowMetrics.of(
                List.of(
                    window(
                        "{heldAlerts: [{active: true}, {active: true}, {active: false},"
                            + " {active: true, incident: one}]}"),
                    window("{heldAlerts: [{active: false}]}"),
                    window("{}"))))
        .containsExactly(new Point(List.of("ti", "correio"), 2));
  }

  private static MaintenanceWindow window(String status) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: ti, name: correio}
        status: %s
        """
            .formatted(status),
        MaintenanceWindow.class);
  }
}
