package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The packaged operator, started as its image starts it. */
final class OperatorProcess implements AutoCloseable {
  static final String WORKER_IMAGE = "registry.example.org/salvaguarda:test";

  /** Where it takes alerts. */
  static final String ALERTS = "/inbound/alertmanager";

  private static final Path RUNNER = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Kubernetes never gives up; a test does. */
  private static final int MOST_RESTARTS = 5;

  private final int port;
  private final Supplier<LocalProcess> begin;
  private LocalProcess process;
  private int restarts;

  private OperatorProcess(int port, Supplier<LocalProcess> begin) {
    this.port = port;
    this.begin = begin;
    this.process = begin.get();
  }

  /** Starts an operator and returns once it is ready. */
  static OperatorProcess start(ControlPlane cluster) {
    OperatorProcess operator = launch(cluster);
    operator.awaitReady();
    return operator;
  }

  /** Starts an operator, with the rights that the chart gives it, and returns at once. */
  static OperatorProcess launch(ControlPlane cluster) {
    return launch(account(cluster));
  }

  private static Path account(ControlPlane cluster) {
    return OperatorAccount.create(cluster, Machine.temporaryFolder("account")).kubeconfig();
  }

  /** Starts an operator as the user of a kubeconfig and returns at once. */
  static OperatorProcess launch(Path kubeconfig) {
    return launch(kubeconfig, Map.of());
  }

  /**
   * Starts an operator as the user of a kubeconfig and returns at once.
   *
   * @param settings by the names of environment variables
   */
  static OperatorProcess launch(Path kubeconfig, Map<String, String> settings) {
    return launch(
        kubeconfig, settings, List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"));
  }

  /** Starts an operator with what the image's page gives it, and returns once it is ready. */
  static OperatorProcess start(ControlPlane cluster, ImagePage page) {
    return start(cluster, page, Map.of());
  }

  /** The same with settings, by the names of environment variables. */
  static OperatorProcess start(ControlPlane cluster, ImagePage page, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putAll(page.environment());
    OperatorProcess operator = launch(account(cluster), environment, List.of());
    operator.awaitReady();
    return operator;
  }

  private static OperatorProcess launch(
      Path kubeconfig, Map<String, String> settings, List<String> flags) {
    Path jar = RUNNER.toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: run this test after the package phase");
    }
    int port = Machine.freePort();
    Path folder = Machine.temporaryFolder("operator");
    Map<String, String> environment = new HashMap<>(settings);
    // A machine without volumes has files in directories only.
    environment.putIfAbsent("SALVAGUARDA_ALLOW_HOST_PATH", "true");
    // Whatever a hook calls in a test listens on this machine alone.
    environment.putIfAbsent("SALVAGUARDA_ALLOW_LOCAL_HOOKS", "true");
    environment.putAll(
        Map.of(
            "KUBECONFIG",
            kubeconfig.toString(),
            "SALVAGUARDA_WORKER_IMAGE",
            WORKER_IMAGE,
            "SALVAGUARDA_HTTP_PORT",
            Integer.toString(port),
            "HOSTNAME",
            "operator-" + port));
    return new OperatorProcess(
        port,
        () ->
            LocalProcess.start(
                "operator",
                command(flags, jar),
                environment,
                folder,
                folder.resolve("operator.log")));
  }

  private static List<String> command(List<String> flags, Path jar) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toString(), "operator"));
    return command;
  }

  /** Returns once it is ready; until then, one that ends to be started anew is. */
  void awaitReady() {
    Patience.until(
        "the operator is ready",
        Duration.ofMinutes(4),
        () -> {
          startAnewAsAsked();
          process.assertAlive();
          return get("/q/health/ready").statusCode() == 200;
        },
        () -> process.tail());
  }

  /** As Kubernetes does it with a container that ends; the log begins anew, too. */
  private void startAnewAsAsked() throws IOException {
    if (!process.isAlive()
        && restarts < MOST_RESTARTS
        && log().contains("ends, so that it is started anew")) {
      restarts++;
      System.out.println("An operator could not start and is started anew:\n" + process.tail());
      Files.writeString(process.log(), "");
      process = begin.get();
    }
  }

  /** Where it answers. */
  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Sends it an Alertmanager's message. */
  HttpResponse<String> alert(String token, String message)
      throws IOException, InterruptedException {
    return HTTP.send(alert(at(ALERTS), token, message), HttpResponse.BodyHandlers.ofString());
  }

  /** The same for somebody else to send. */
  static HttpRequest alert(URI to, String token, String message) {
    return HttpRequest.newBuilder(to)
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofMinutes(2))
        .POST(HttpRequest.BodyPublishers.ofString(message))
        .build();
  }

  /** Everything that the operator has written so far. */
  String log() {
    try {
      return Files.readString(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The most memory that it ever took, without the pages of its files: under a limit the kernel
   * drops these before it kills anybody, and how many are there is the machine's business.
   */
  long peakMemoryBytes() {
    return (kilobytes("VmHWM") - kilobytes("RssFile")) << 10;
  }

  private long kilobytes(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
