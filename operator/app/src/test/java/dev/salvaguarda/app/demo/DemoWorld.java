package dev.salvaguarda.app.demo;

import dev.salvaguarda.app.e2e.OperatorAccount;
import dev.salvaguarda.app.worker.PackagedWorker;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.node.ImageCatalog;
import dev.salvaguarda.testkit.node.NodeOptions;
import dev.salvaguarda.testkit.node.NodeStorage;
import dev.salvaguarda.testkit.node.StandInNode;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All servers of the demo, and the operator as the process that it is. */
final class DemoWorld implements AutoCloseable {
  static final String NAMESPACE = "municipality";

  private static final String IMAGE = "salvaguarda:demo";

  private final Path folder = Machine.temporaryFolder("demo");
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ControlPlane cluster;
  private final S3Server s3;
  private final PostgresServer database;
  private final ScriptedSmtpServer mail;
  private final String alertToken = UUID.randomUUID().toString();
  private final URI operator = URI.create("http://127.0.0.1:" + Machine.freePort());

  /**
   * Starts everything.
   *
   * @param app folder of the module that holds the packaged operator
   */
  DemoWorld(Path app) {
    // Ctrl-C ends the JVM without unwinding main.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "clean-up"));
    try {
      Files.createDirectory(share());
      Files.createDirectory(restores());
      Files.createDirectory(tokens());
      Files.writeString(tokens().resolve("token"), alertToken);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    s3 = started(RequiredTool.minio().isPresent() ? MinioServer.start() : S3ProxyServer.start());
    database = started(PostgresServer.start());
    mail = started(ScriptedSmtpServer.start());
    cluster = started(ControlPlane.start());
    started(StandInNode.start(cluster.client(), nodeOptions(app)));
    Crds.install(cluster.client(), app.resolve("../../crds"));
    startOperator(app);
  }

  ControlPlane cluster() {
    return cluster;
  }

  S3Server s3() {
    return s3;
  }

  PostgresServer database() {
    return database;
  }

  /** The technician's mail server. */
  ScriptedSmtpServer mail() {
    return mail;
  }

  /** The operator's log. */
  Path operatorLog() {
    return folder.resolve("operator.log");
  }

  /** Where the operator tells of itself: {@code /q/health} and {@code /q/metrics}. */
  URI operator() {
    return operator;
  }

  /** A way to tell it of alerts. */
  Monitoring monitoring() {
    return new Monitoring(operator, alertToken);
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  Path share() {
    return folder.resolve("share");
  }

  Path restores() {
    return folder.resolve("restores");
  }

  /** Stops everything, the last started first; a second call finds nothing left to do. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("could not be stopped: " + e);
      }
    }
    Folders.delete(folder);
  }

  private NodeOptions nodeOptions(Path app) {
    List<String> agent = new ArrayList<>();
    // As in the image, where the worker finds a server to prove a dump with.
    agent.addAll(List.of("env", "PATH=" + System.getenv("PATH") + ":" + database.programs()));
    agent.addAll(PackagedWorker.in(app.resolve("target")).command("-XX:+UseSerialGC", "-Xmx320m"));
    return NodeOptions.of(ImageCatalog.empty().with(IMAGE, agent))
        .withStorage(new NodeStorage(Map.of(NAMESPACE + "/share", share()), Map.of()))
        .withJobPods(!cluster.hasControllers());
  }

  /** With the rights that the chart gives it, and no others. */
  private void startOperator(Path app) {
    Path rights = app.resolve("../../helm/salvaguarda/files/rights.yaml");
    LocalProcess process =
        started(
            LocalProcess.start(
                "operator",
                List.of(
                    java(),
                    "-XX:+UseSerialGC",
                    "-Xmx192m",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-jar",
                    app.resolve("target/quarkus-app/quarkus-run.jar").toString(),
                    "operator"),
                Map.of(
                    "KUBECONFIG",
                    OperatorAccount.create(cluster, folder, rights).kubeconfig().toString(),
                    "SALVAGUARDA_WORKER_IMAGE",
                    IMAGE,
                    "SALVAGUARDA_HTTP_PORT",
                    Integer.toString(operator.getPort()),
                    "SALVAGUARDA_ALERTS_TOKENS",
                    tokens().toString(),
                    "SALVAGUARDA_ALERTS_NAMESPACE",
                    NAMESPACE,
                    "HOSTNAME",
                    "demo"),
                folder,
                operatorLog()));
    Patience.until(
        "the operator is ready",
        Duration.ofMinutes(2),
        () -> {
          process.assertAlive();
          URI health = operator.resolve("/q/health/ready");
          var connection = (HttpURLConnection) health.toURL().openConnection();
          return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        },
        process::tail);
  }

  private <T extends AutoCloseable> T started(T server) {
    started.push(server);
    return server;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
