package dev.salvaguarda.app.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.IncidentSpec.Audience;
import dev.salvaguarda.controller.alert.AlertApplier;
import dev.salvaguarda.controller.alert.AlertDesk;
import dev.salvaguarda.controller.alert.AlertFiling;
import dev.salvaguarda.controller.alert.AlertGatherer;
import dev.salvaguarda.domain.alert.AlertRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerRouteTest {
  private static final String TOKEN = "the-token-of-the-test-0123456789";

  @TempDir private Path tokens;

  @Test
  void whoSendsHearsInTimeThatItMustComeAgainThoughNobodyWorksItOff() throws Exception {
    Files.writeString(tokens.resolve("token"), TOKEN);
    Vertx vertx = Vertx.vertx();
    try (KubernetesClient client = new KubernetesClientBuilder().build();
        AlertDesk asleep = desk(client);
        HttpClient sender = HttpClient.newHttpClient()) {
      Router router = Router.router(vertx);
      router.post().handler(new AlertmanagerRoute(tokens, false, asleep, Duration.ofMillis(100)));
      var server = vertx.createHttpServer().requestHandler(router).listen(0, "localhost");
      int port = server.toCompletionStage().toCompletableFuture().get().actualPort();

      assertThat(send(sender, port))
          .satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
            assertThat(answer.body()).contains("must be sent again");
          });
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private static HttpResponse<String> send(HttpClient sender, int port)
      throws IOException, InterruptedException {
    return sender.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port))
            .header("Authorization", "Bearer " + TOKEN)
            .timeout(Duration.ofMinutes(1))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static AlertDesk desk(KubernetesClient client) {
    return new AlertDesk(
        (_, _) -> {},
        new AlertRules("ops", "", Set.of(), List.of("component"), List.of()),
        new AlertFiling(
            new AlertGatherer(client),
            new AlertApplier(client, Audience.INTERNAL, (_, _, _) -> {}),
            Clock.systemUTC()));
  }
}
