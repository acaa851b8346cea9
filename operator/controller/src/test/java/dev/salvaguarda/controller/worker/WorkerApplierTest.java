package dev.salvaguarda.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.controller.worker.manifest.ScratchSpace;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerUser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writes that find something there already: of ourselves before a crash, or of somebody else. */
@EnableKubernetesMockClient(crud = true)
class WorkerApplierTest {
  private static final WorkerSpec FIRST =
      new WorkerSpec(
          "finance",
          new OwnerReferenceBuilder()
              .withApiVersion("example.org/v1")
              .withKind("Errand")
              .withName("first")
              .withUid("uid-of-errand")
              .withController(true)
              .build(),
          1,
          Map.of(),
          Map.of(),
          21_600,
          null,
          WorkerUser.of(null),
          ScratchSpace.usual(),
          List.of(),
          "{}");

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void startingTwiceMakesOneJobAndOneOrder() {
    start();
    String uid = job().getMetadata().getUid();
    start();

    assertThat(job().getMetadata().getUid()).isEqualTo(uid);
    assertThat(order().getMetadata().getOwnerReferences().getFirst().getUid()).isEqualTo(uid);
  }

  @Test
  void anOrderThatWasNotWrittenBeforeACrashIsWrittenAfterIt() {
    start();
    client.resource(order()).delete();
    start();

    assertThat(order().getData()).containsKey("order.json");
  }

  @Test
  void theOrderOfAnEarlierJobOfThatNameIsRemovedAndTheWriteRepeatedLater() {
    start();
    client.resource(job()).delete();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(this::start)
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409));
    start();

    assertThat(order().getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(job().getMetadata().getUid());
  }

  @Test
  void aJobOfSomebodyElseGetsNoOrder() {
    start();
    client.resource(order()).delete();
    client
        .resource(job())
        .edit(job -> {
          job.getMetadata().getOwnerReferences().getFirst().setUid("uid-of-a-stranger");
          return job;
        });
    start();

    assertThat(client.configMaps().inNamespace("finance").list().getItems()).isEmpty();
  }

  private void start() {
    new WorkerApplier(client, new WorkerSettings("registry.example.org/s:1", "IfNotPresent"))
        .start(FIRST);
  }

  private Job job() {
    return only(client.batch().v1().jobs().inNamespace("finance").list().getItems());
  }

  private ConfigMap order() {
    return only(client.configMaps().inNamespace("finance").list().getItems());
  }

  private static <T extends HasMetadata> T only(List<T> found) {
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
