package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Many policies with their history on one API server without nodes: what the operator asks for
 * while nothing is due, what happens when all of them are due in the same minute, and what each
 * takes. Every policy has a concurrency group of its own.
 *
 * <p>Arguments: the JSON file to write, the operator's jar, its JVM's flags, the number of
 * policies, of finished runs of each, and of namespaces.
 */
final class PolicyScale {
  static final String USER_AGENT = "salvaguarda-bench";
  static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int FEW = 1_000;
  private static final Duration SETTLED = Duration.ofSeconds(15);
  private static final Pattern TIMEOUT = Pattern.compile("(?i)timed?[- ]?out|did not answer");

  private final ScaleWorld world;
  private final Supplier<ScaleOperator> operators;
  private final AuditLog audit;
  private final Etcd etcd = Etcd.find();
  private final ScaleReport report;

  private PolicyScale(
      ScaleWorld world, Supplier<ScaleOperator> operators, AuditLog audit, ScaleReport report) {
    this.world = world;
    this.operators = operators;
    this.audit = audit;
    this.report = report;
  }

  public static void main(String[] args) {
    try {
      run(args);
      System.exit(0); // Clients leave threads behind that are no daemons.
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException {
    Path folder = Machine.temporaryFolder("scale");
    Path json = Path.of(args[0]);
    int policies = Integer.parseInt(args[3]);
    int history = Integer.parseInt(args[4]);
    int namespaces = Integer.parseInt(args[5]);
    List<String> flags = List.of(args[2].strip().split(" +"));
    BenchReport all =
        new BenchReport(MachineFacts.read(List.of("operator: java " + args[2])), System.out);
    try (ControlPlane cluster = ControlPlane.start(AuditLog.flags(folder));
        KubernetesClient client = client(cluster);
        MinioServer s3 = MinioServer.start();
        AuditLog audit = AuditLog.ofOperator(folder)) {
      ScaleWorld world = new ScaleWorld(client, policies, history, namespaces);
      Supplier<ScaleOperator> operators =
          () -> ScaleOperator.start(Path.of(args[1]), flags, cluster.kubeconfig(), folder);
      ScaleReport report = new ScaleReport(all, world.text());
      try {
        new PolicyScale(world, operators, audit, report).measure(s3);
      } catch (IllegalStateException e) {
        // An operator that ended, mostly; what was measured until then is worth a table.
        e.printStackTrace();
        report.goal("measurements that ended early", 1, 0);
      }
      all.write(json);
    } finally {
      Path log = folder.resolve("operator.log");
      if (Files.exists(log)) {
        Files.copy(
            log, json.resolveSibling("scale-operator.log"), StandardCopyOption.REPLACE_EXISTING);
      }
      Folders.delete(folder);
    }
  }

  static KubernetesClient client(ControlPlane cluster) {
    Config config = Config.fromKubeconfig(cluster.kubeconfigYaml());
    config.setUserAgent(USER_AGENT);
    config.setRequestTimeout((int) Duration.ofMinutes(2).toMillis());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void measure(MinioServer s3) throws IOException {
    Instant begin = Instant.now();
    Instant nextDue = begin.plus(12, ChronoUnit.HOURS);
    world.prepare(s3);
    double heap;
    try (ScaleOperator operator = operators.get()) {
      heap = policies(operator, nextDue);
    }
    world.makeHistory(etcd, nextDue);
    report.line("all that was there before written, s", seconds(begin, Instant.now()));
    try (ScaleOperator operator = operators.get()) {
      start(operator);
      double rest = rest(operator);
      int runs = world.policies() * world.history();
      report.cost("finished run", etcd.meanBytes("backupruns/"), (rest - heap) / runs, Double.NaN);
      report.cost(
          "policy with its history", etcd.meanBytes("backuppolicies/"), Double.NaN, Double.NaN);
      Wave wave = new ScaleWave(world, operator, audit, etcd, report).measure(rest);
      complaints(operator);
      report.costs();
      Wave.HEAD.forEach(report.all()::line);
      report.wave("ours", wave);
    }
  }

  /** Policies that are made while the operator runs; returns what it has on its heap then. */
  private double policies(ScaleOperator operator, Instant due) throws IOException {
    awaitRest(operator, "without policies");
    double nothing = operator.heap().bytes();
    Instant from = Instant.now();
    world.makePolicies(due);
    awaitRest(operator, "with new policies");
    List<AuditLog.Request> requests = audit.between(from, Instant.now());
    double heap = operator.heap().bytes();
    report.counts("for new policies", requests);
    report.cost(
        "new policy",
        etcd.meanBytes("backuppolicies/"),
        (heap - nothing) / world.policies(),
        (double) requests.size() / world.policies());
    return heap;
  }

  private void start(ScaleOperator operator) {
    Instant start = Instant.now();
    awaitRest(operator, "with policies and runs");
    report.line("start to rest, s", seconds(start, Instant.now()));
    report.line("start to rest, operator's CPU s", operator.footprint().cpuSeconds());
  }

  private double rest(ScaleOperator operator) throws IOException {
    Instant from = Instant.now();
    Duration window = window(world.policies());
    pause(window);
    List<AuditLog.Request> requests = audit.between(from, Instant.now());
    report.goal("requests a second at rest", (double) requests.size() / window.toSeconds(), 2);
    report.counts("at rest", requests);
    return report.memory(operator, "at rest");
  }

  /** How long requests at rest are counted: of few policies there are few kinds to see. */
  private static Duration window(int policies) {
    return Duration.ofSeconds(policies < FEW ? 30 : 90);
  }

  /** The log gives each reason for which looks fail once, so few lines may stand for many. */
  private void complaints(ScaleOperator operator) throws IOException {
    List<String> warnings = operator.warnings();
    report.line("warnings in the operator's log", warnings.size());
    double timeouts =
        warnings.stream().filter(line -> TIMEOUT.matcher(line).find()).count()
            + audit.requests().stream()
                .filter(request -> request.code() == 408 || request.code() == 504)
                .count();
    report.goal("time-outs", timeouts, 0);
  }

  /** Waits until the operator is ready and has asked next to nothing for a while. */
  private void awaitRest(ScaleOperator operator, String when) {
    boolean rests =
        operator.await("ready", PATIENCE, operator::isReady)
            && operator.await(
                "rest",
                PATIENCE,
                () -> {
                  Instant from = Instant.now();
                  pause(SETTLED);
                  return audit.between(from, Instant.now()).size() <= SETTLED.toSeconds();
                });
    if (!rests) {
      report.all().line("- The operator did not come to rest in time " + when + ".");
    }
  }

  static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / 1000.0;
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
