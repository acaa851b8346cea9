package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class KubernetesPodLogsTest {
  private static final String PATH =
      "/api/v1/namespaces/n/pods/p/log?pretty=false&container=agent&tailLines=3&limitBytes=1048576";

  @SuppressWarnings("NullAway.Init")
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void whatAKubeletSaysInPlaceOfALogIsNone() {
    server
        .expect()
        .get()
        .withPath(PATH)
        .andReturn(200, "unable to retrieve container logs for containerd://0a1b2c")
        .once();
    server.expect().get().withPath(PATH).andReturn(200, "one\ntwo\n").once();
    KubernetesPodLogs logs = new KubernetesPodLogs(client);

    assertThat(logs.tail("n", "p", 3)).isEmpty();
    assertThat(logs.tail("n", "p", 3).orElseThrow()).containsExactly("one", "two");
  }
}
