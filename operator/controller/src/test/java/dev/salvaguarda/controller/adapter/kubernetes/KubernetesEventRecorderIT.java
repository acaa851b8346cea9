package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Events as a real API server keeps them. */
class KubernetesEventRecorderIT {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void eachOperatorCountsOnWhereTheLastOneEnded() {
    try (ControlPlane plane = ControlPlane.start()) {
      KubernetesClient client = plane.client();
      ConfigMap about =
          client
              .resource(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName("payroll")
                      .withNamespace(plane.newNamespace("events"))
                      .endMetadata()
                      .build())
              .create();

      for (int minute = 0; minute < 4; minute++) {
        new KubernetesEventRecorder(client, Clock.offset(NOON, Duration.ofMinutes(minute)))
            .record(about, EventReason.RUN_STARTED, "a is due");
      }

      assertThat(
              client
                  .v1()
                  .events()
                  .inNamespace(about.getMetadata().getNamespace())
                  .list()
                  .getItems())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getCount()).isEqualTo(4);
            assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-23T12:00:00Z");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-11-23T12:03:00Z");
          });
    }
  }
}
