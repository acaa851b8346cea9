package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.process.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the operator's cache when its image is built, with the flags that the image's page gives
 * it. No cluster is needed: the operator waits for an API server that nobody started, answers for
 * its health meanwhile, and is asked to end. By then it has loaded most of what its start needs.
 */
public final class OperatorTraining {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NO_CLUSTER =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
      contexts: [{name: none, context: {cluster: none, user: none}}]
      users: [{name: none, user: {token: none}}]
      current-context: none
      """;

  private final Path folder;
  private final int port = Machine.freePort();

  private OperatorTraining(Path folder) {
    this.folder = folder;
  }

  /**
   * Trains an operator.
   *
   * @param args the folder with {@code quarkus-app}, in which {@code operator.aot} is made
   */
  public static void main(String[] args) throws Exception {
    new OperatorTraining(Path.of(args[0]).toAbsolutePath()).run();
    System.exit(0);
  }

  private void run() throws Exception {
    Path scratch = Machine.temporaryFolder("training");
    Path kubeconfig = Files.writeString(scratch.resolve("kubeconfig"), NO_CLUSTER);
    ProcessBuilder start =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCacheOutput=" + folder.resolve("operator.aot"),
                "-jar",
                folder.resolve("quarkus-app").resolve("quarkus-run.jar").toString(),
                "operator")
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("operator.log").toFile());
    start.environment().putAll(ImagePage.read().environment());
    start.environment().put("KUBECONFIG", kubeconfig.toString());
    start.environment().put("SALVAGUARDA_WORKER_IMAGE", OperatorProcess.WORKER_IMAGE);
    start.environment().put("SALVAGUARDA_HTTP_PORT", Integer.toString(port));
    Process operator = start.start();
    try {
      awaitAlive(operator);
      for (String page : List.of("/q/health/ready", "/q/metrics")) {
        get(page);
      }
      operator.destroy();
      if (!operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The operator does not end; see " + scratch);
      }
    } finally {
      operator.destroyForcibly();
    }
  }

  private void awaitAlive(Process operator) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (operator.isAlive() && System.nanoTime() < end) {
      try {
        if (get("/q/health/live") == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      operator.waitFor(100, TimeUnit.MILLISECONDS);
    }
    throw new IllegalStateException("The operator does not start.");
  }

  private int get(String path) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
