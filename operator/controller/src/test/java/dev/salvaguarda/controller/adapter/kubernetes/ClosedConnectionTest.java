package dev.salvaguarda.controller.adapter.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClosedConnectionTest {
  private static final String BODY =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"kept\"}}";

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  @Test
  void aRequestWhosePooledConnectionIsClosedIsAskedAgainByANewOne() throws IOException {
    AtomicInteger answers = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = client(server.getLocalPort())) {
      Thread.ofVirtual().start(() -> serve(server, answers));

      for (int request = 0; request < 5; request++) {
        assertThat(read(client)).isEqualTo("kept");
      }
    }
    assertThat(answers).as("answers, each by a connection of its own").hasValue(5);
  }

  @Test
  void aClientThatIsDerivedIsClosedWithItsOrigin() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      KubernetesClient client = client(server.getLocalPort());
      var derived = client.getHttpClient().newBuilder().build();

      client.close();

      assertThat(derived.isClosed()).isTrue();
    }
  }

  private static KubernetesClient client(int port) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + port)
            .withNamespace("default")
            .withRequestRetryBackoffLimit(2)
            .withRequestRetryBackoffInterval(10)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static @Nullable String read(KubernetesClient client) {
    var found = client.configMaps().inNamespace("default").withName("kept").get();
    return found == null ? null : found.getMetadata().getName();
  }

  private static void serve(ServerSocket server, AtomicInteger answers) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> answerOnce(connection, answers));
      } catch (IOException e) {
        return; // The test has ended.
      }
    }
  }

  /** Answers the first request of a connection and keeps it; the second closes it. */
  private static void answerOnce(Socket connection, AtomicInteger answers) {
    try (connection) {
      BufferedReader requests =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      awaitRequest(requests);
      answers.incrementAndGet();
      connection.getOutputStream().write(ANSWER.getBytes(US_ASCII));
      awaitRequest(requests);
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void awaitRequest(BufferedReader requests) throws IOException {
    String line = requests.readLine();
    while (line != null && !line.isEmpty()) {
      line = requests.readLine();
    }
  }
}
