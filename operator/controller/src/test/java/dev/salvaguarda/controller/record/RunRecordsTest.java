package dev.salvaguarda.controller.record;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunRecordsTest {
  @Test
  void runsThatCouldNotBeListedAreNeverTakenForAllThereAre() {
    try (KubernetesClient client = ofNoServer()) {
      RunRecords records =
          new RunRecords(client.resources(BackupRun.class), client.getKubernetesSerialization());

      assertThatThrownBy(() -> start(records)).isInstanceOf(OperatorException.class);
      assertThatThrownBy(() -> start(records)).isInstanceOf(OperatorException.class);
    }
  }

  private static void start(RunRecords records) {
    records.start(Set.of("finance"), Duration.ofMinutes(1));
  }

  private static KubernetesClient ofNoServer() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }
}
