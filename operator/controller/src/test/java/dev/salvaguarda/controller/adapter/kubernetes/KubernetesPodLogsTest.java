package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class KubernetesPodLogsTest {
  private static final String PATH =
      "/api/v1/namespaces/n/pods/p/log?pretty=false&limitBytes=1048576&tailLines=3";

  @SuppressWarnings("NullAway.Init")
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void theLastLinesAreThePods() {
    server.expect().get().withPath(PATH).andReturn(200, "one\ntwo\n").once();

    assertThat(new KubernetesPodLogs(client).tail("n", "p", 3).orElseThrow())
        .containsExactly("one", "two");
  }

  @Test
  void whatAKubeletSaysInPlaceOfALogIsNone() {
    server
        .expect()
        .get()
        .withPath(PATH)
        .andReturn(200, "unable to retrieve container logs for containerd://0a1b2c")
        .once();

    assertThat(new KubernetesPodLogs(client).tail("n", "p", 3)).isEqualTo(Optional.empty());
  }
}
