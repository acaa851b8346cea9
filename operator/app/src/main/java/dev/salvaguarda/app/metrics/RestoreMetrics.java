package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreSpec.Purpose;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.app.metrics.MetricsPage.Point;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What restores say of the copies of policies; pure. */
final class RestoreMetrics {
  private RestoreMetrics() {}

  static Map<Metric, List<Point>> of(List<Restore> restores) {
    Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);
    long open =
        restores.stream()
            .filter(restore -> !phase(restore).map(RestorePhase::isFinal).orElse(false))
            .count();
    points.put(Metric.ACTIVE_RESTORES, List.of(new Point(List.of(), (double) open)));
    Map<List<String>, RestoreStatus> newest = new TreeMap<>(Comparator.comparing(List::toString));
    restores.stream()
        .filter(RestoreMetrics::isPassedTest)
        .sorted(Comparator.comparing(restore -> endOf(restore.getStatus())))
        .forEach(restore -> newest.put(labels(restore), restore.getStatus()));
    List<Point> times = new ArrayList<>();
    List<Point> took = new ArrayList<>();
    newest.forEach((labels, status) -> {
      times.add(new Point(labels, endOf(status).toEpochMilli() / 1000.0));
      DurationText.parse(Objects.requireNonNullElse(status.measuredRto(), ""))
          .ifPresent(rto -> took.add(new Point(labels, (double) rto.toSeconds())));
    });
    points.put(Metric.POLICY_LAST_PASSED_TEST_TIMESTAMP_SECONDS, times);
    points.put(Metric.POLICY_LAST_PASSED_TEST_RTO_SECONDS, took);
    return points;
  }

  private static boolean isPassedTest(Restore restore) {
    return restore.getSpec().purpose() == Purpose.TEST
        && phase(restore).filter(RestorePhase.SUCCEEDED::equals).isPresent()
        && restore.getStatus().source() != null
        && restore.getStatus().source().policy() != null
        && restore.getStatus().completionTime() != null;
  }

  private static List<String> labels(Restore restore) {
    return List.of(
        restore.getMetadata().getNamespace(),
        Objects.requireNonNull(Objects.requireNonNull(restore.getStatus().source()).policy()));
  }

  private static Instant endOf(RestoreStatus status) {
    return Objects.requireNonNull(status.completionTime());
  }

  private static Optional<RestorePhase> phase(Restore restore) {
    return Optional.ofNullable(restore.getStatus()).map(RestoreStatus::phase);
  }
}
