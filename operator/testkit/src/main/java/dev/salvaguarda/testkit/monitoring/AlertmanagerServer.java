package dev.salvaguarda.testkit.monitoring;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Alertmanager as a process of its own, which a test feeds as Prometheus does. */
public final class AlertmanagerServer implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final int SUCCESS = 200;

  private final int port;
  private final Path folder;
  private final LocalProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private AlertmanagerServer(int port, Path folder, LocalProcess process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /**
   * An alert.
   *
   * @param labels by their names
   * @param startsAt when it began
   * @param endsAt when it ends or ended: one in the past is resolved
   */
  public record Alert(Map<String, String> labels, Instant startsAt, Instant endsAt) {
    private String json() {
      return """
      {"labels": {%s}, "annotations": {"summary": "A test made it."}, "startsAt": "%s", "endsAt": "%s"}
      """
          .formatted(
              labels.entrySet().stream()
                  .map(label -> "\"%s\": \"%s\"".formatted(label.getKey(), label.getValue()))
                  .collect(Collectors.joining(", ")),
              startsAt,
              endsAt);
    }
  }

  /**
   * Starts one on a free port of the loopback address; see {@link RequiredTool#path()} for what
   * happens where Alertmanager is missing.
   *
   * @param configuration its whole configuration
   */
  public static AlertmanagerServer start(String configuration) {
    Path binary = RequiredTool.alertmanager().path();
    Path folder = Machine.temporaryFolder("alertmanager");
    Path file = folder.resolve("alertmanager.yml");
    try {
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int port = Machine.freePort();
    AlertmanagerServer server =
        new AlertmanagerServer(
            port,
            folder,
            LocalProcess.start(
                "alertmanager",
                List.of(
                    binary.toString(),
                    "--config.file=" + file,
                    "--storage.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--cluster.listen-address="),
                Map.of(),
                folder,
                folder.resolve("alertmanager.log")));
    try {
      server.awaitReady();
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady() {
    Patience.until(
        "Alertmanager is ready",
        START_DEADLINE,
        () -> {
          process.assertAlive();
          return send(HttpRequest.newBuilder(at("/-/ready")).GET().build()).statusCode() == SUCCESS;
        },
        process::tail);
  }

  /** Tells it of alerts, as Prometheus does. */
  public void tell(Collection<Alert> alerts) {
    String body = alerts.stream().map(Alert::json).collect(Collectors.joining(",", "[", "]"));
    HttpResponse<String> answer;
    try {
      answer =
          send(
              HttpRequest.newBuilder(at("/api/v2/alerts"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (answer.statusCode() != SUCCESS) {
      throw new IllegalStateException(
          "Alertmanager answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The last lines that it wrote. */
  public String tail() {
    return process.tail();
  }

  @Override
  public void close() {
    process.close();
    http.close();
    Folders.delete(folder);
  }
}
