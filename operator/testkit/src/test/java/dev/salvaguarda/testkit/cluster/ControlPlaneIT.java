package dev.salvaguarda.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlPlaneIT {
  @RegisterExtension static final Running<ControlPlane> CLUSTER = Running.from(ControlPlane::start);

  @Test
  void decidesLikeAnApiServer() {
    ControlPlane cluster = CLUSTER.get();
    String namespace = cluster.newNamespace("decides");

    assertThat(cluster.kubeconfig()).content().contains("server: https://");
    assertThatThrownBy(() -> cluster.client().resource(configMap(namespace, "BAD_NAME")).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
  }

  @Test
  void makesThePodOfAJobWhereTheControllersAreThere() {
    RequiredTool.kubernetes("kube-controller-manager").path();
    ControlPlane cluster = CLUSTER.get();
    String namespace = cluster.newNamespace("jobs");

    cluster.client().resource(job(namespace)).create();

    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() ->
            assertThat(cluster.client().pods().inNamespace(namespace).list().getItems())
                .hasSize(1));
  }

  @Test
  void keepsWhatItStoredThoughItIsStoppedOrKilled() {
    ControlPlane cluster = CLUSTER.get();
    String namespace = cluster.newNamespace("outage");
    cluster.client().resource(configMap(namespace, "kept")).create();

    cluster.freezeApiServer();
    cluster.thawApiServer();
    // Twice, since the second time it is another process.
    for (int i = 0; i < 2; i++) {
      cluster.killApiServer();
      cluster.restartApiServer();
    }

    assertThat(cluster.client().configMaps().inNamespace(namespace).withName("kept").get())
        .isNotNull();
  }

  @Test
  void twoOfThemDoNotSeeEachOther() {
    try (ControlPlane one = ControlPlane.startWithoutControllers();
        ControlPlane other = ControlPlane.startWithoutControllers()) {
      one.client().resource(configMap("default", "mine")).create();

      assertThat(other.client().configMaps().inNamespace("default").withName("mine").get())
          .isNull();
    }
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap configMap(
      String namespace, String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }

  private static Job job(String namespace) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("hello")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("hello")
        .withImage("hello")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
