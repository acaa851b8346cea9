package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class KubernetesEventRecorderTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
  private static final ConfigMap ABOUT =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withName("payroll")
          .withNamespace("finance")
          .withUid("uid-1")
          .endMetadata()
          .build();

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void theSameFactToldAgainCountsUpOneEvent() {
    KubernetesEventRecorder recorder = new KubernetesEventRecorder(client, NOON);

    recorder.record(ABOUT, EventReason.RUN_STARTED, "a is due");
    recorder.record(ABOUT, EventReason.RUN_STARTED, "a is due");
    recorder.record(ABOUT, EventReason.RUN_STARTED, "a is due");
    recorder.record(ABOUT, EventReason.RUN_STARTED, "b is due");

    assertThat(events())
        .extracting(Event::getMessage)
        .containsExactlyInAnyOrder("a is due", "b is due");
    assertThat(events())
        .filteredOn(event -> event.getMessage().equals("a is due"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getCount()).isEqualTo(3);
          assertThat(event.getType()).isEqualTo("Normal");
          assertThat(event.getReason()).isEqualTo("RunStarted");
          assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-1");
          assertThat(event.getLastTimestamp()).isEqualTo("2026-11-23T12:00:00Z");
        });
  }

  @Test
  void anEventThatIsRefusedStopsNothing() {
    KubernetesMockServer refusing = new KubernetesMockServer();
    refusing.init();
    try (KubernetesClient refused = refusing.createClient()) {
      KubernetesEventRecorder recorder = new KubernetesEventRecorder(refused, NOON);

      assertThatCode(() -> recorder.record(ABOUT, EventReason.RUN_MISSED, "gone"))
          .doesNotThrowAnyException();
    } finally {
      refusing.destroy();
    }
  }

  private List<Event> events() {
    return client.v1().events().inNamespace("finance").list().getItems();
  }
}
