package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import java.util.List;

/** How many alerts maintenance keeps from opening incidents; pure. */
final class WindowMetrics {
  private WindowMetrics() {}

  static List<Point> of(List<MaintenanceWindow> windows) {
    return windows.stream()
        .map(window ->
            new Point(
                List.of(window.getMetadata().getNamespace(), window.getMetadata().getName()),
                waiting(window)))
        .filter(point -> point.value() > 0)
        .toList();
  }

  private static double waiting(MaintenanceWindow window) {
    return window.getStatus() == null
        ? 0
        : window.getStatus().heldAlerts().stream().filter(WindowMetrics::isWaiting).count();
  }

  private static boolean isWaiting(HeldAlertStatus one) {
    return one.active() && one.incident() == null;
  }
}
