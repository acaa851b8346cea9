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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many policies with their history on one API server without nodes: what the operator asks for
 * while nothing is due, and what happens when all of them are due in the same minute. Every policy
 * has a concurrency group of its own.
 *
 * <p>Arguments: the JSON file to write, the operator's jar, its JVM's flags, the number of policies
 * and of finished runs of each.
 */
final class PolicyScale {
  static final String USER_AGENT = "salvaguarda-bench";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration REST = Duration.ofSeconds(90);
  private static final Duration SETTLED = Duration.ofSeconds(15);
  private static final Duration AFTER = Duration.ofSeconds(30);

  private final ScaleWorld world;
  private final ScaleOperator operator;
  private final AuditLog audit;
  private final BenchReport report;

  private PolicyScale(
      ScaleWorld world, ScaleOperator operator, AuditLog audit, BenchReport report) {
    this.world = world;
    this.operator = operator;
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
    try (ControlPlane cluster = ControlPlane.start(AuditLog.flags(folder));
        KubernetesClient client = client(cluster);
        MinioServer s3 = MinioServer.start()) {
      ScaleWorld world =
          new ScaleWorld(client, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      BenchReport report =
          new BenchReport(MachineFacts.read(List.of("operator: java " + args[2])), System.out);
      Instant begin = Instant.now();
      world.create(s3, begin.plus(12, ChronoUnit.HOURS));
      report.line(
          "%,d policies with %d finished runs each, written in %d s."
              .formatted(
                  world.policies(),
                  world.history(),
                  Duration.between(begin, Instant.now()).toSeconds()));
      List<String> flags = List.of(args[2].strip().split(" +"));
      try (ScaleOperator operator =
              ScaleOperator.start(Path.of(args[1]), flags, cluster.kubeconfig(), folder);
          AuditLog audit = AuditLog.of(folder)) {
        new PolicyScale(world, operator, audit, report).measure();
        report.write(json);
      } finally {
        Files.copy(
            folder.resolve("operator.log"),
            json.resolveSibling("scale-operator.log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static KubernetesClient client(ControlPlane cluster) {
    Config config = Config.fromKubeconfig(cluster.kubeconfigYaml());
    config.setUserAgent(USER_AGENT);
    config.setRequestTimeout((int) Duration.ofMinutes(2).toMillis());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void measure() throws IOException {
    Instant start = Instant.now();
    boolean ready = operator.await("ready", PATIENCE, operator::isReady) && settle();
    line("start to rest, s", seconds(start, Instant.now()));
    line("start to rest, operator's CPU s", operator.cpuSeconds());
    if (!ready) {
      report.line("- The operator did not come to rest within " + PATIENCE.toMinutes() + " min.");
      return;
    }
    rest();
    wave();
  }

  private void rest() throws IOException {
    Instant from = Instant.now();
    pause(REST);
    List<AuditLog.Request> requests = audit.between(from, Instant.now());
    goal("requests a minute at rest", 60.0 * requests.size() / REST.toSeconds(), 60);
    counts("at rest", requests);
    memory("at rest");
  }

  private void wave() throws IOException {
    Instant due = Instant.now().plus(150, ChronoUnit.SECONDS).truncatedTo(ChronoUnit.MINUTES);
    world.dueAt(due);
    boolean _ = operator.await("due", PATIENCE, () -> Instant.now().isAfter(due.minusSeconds(1)));
    double load = MachineFacts.load();
    double cpu = operator.cpuSeconds();
    boolean _ = operator.await("all Jobs", PATIENCE, () -> jobs(due).size() >= world.policies());
    Instant done = Instant.now();
    List<Instant> jobs = jobs(due);
    line("load of the machine when due", load);
    line("Jobs made", jobs.size());
    line("wave, operator's CPU s", operator.cpuSeconds() - cpu);
    List<AuditLog.Request> wave = audit.between(due.minusSeconds(1), done);
    if (!jobs.isEmpty()) {
      line("first Job after due, s", seconds(due, jobs.getFirst()));
      line("half of the Jobs, s", seconds(due, jobs.get(jobs.size() / 2)));
      goal("all Jobs after due, s", seconds(due, jobs.getLast()), 30);
      line("requests per Job", (double) wave.size() / jobs.size());
      line("reads per Job", (double) reads(wave) / jobs.size());
    }
    counts("in the wave", wave);
    pause(AFTER);
    List<AuditLog.Request> after = audit.between(done, Instant.now());
    line("requests per Job in the 30 s after", (double) after.size() / Math.max(1, jobs.size()));
    counts("in the 30 s after", after);
    memory("with all pods Pending");
  }

  /** When the Jobs were made, oldest first. */
  private List<Instant> jobs(Instant since) {
    return audit.between(since, Instant.MAX).stream()
        .filter(request -> request.what().equals("create jobs") && request.code() == 201)
        .map(AuditLog.Request::at)
        .sorted()
        .toList();
  }

  /** Waits until the operator has asked next to nothing for a while. */
  private boolean settle() {
    return operator.await(
        "rest",
        PATIENCE,
        () -> {
          Instant from = Instant.now();
          pause(SETTLED);
          return audit.between(from, Instant.now()).size() <= SETTLED.toSeconds();
        });
  }

  private void memory(String when) throws IOException {
    goal("resident MiB " + when, operator.residentBytes() / 1048576.0, 256);
    ScaleOperator.Heap heap = operator.heap();
    line("heap in use " + when + ", MiB", heap.bytes() / 1048576.0);
    report.put("classes " + when, heap.largest());
    heap.largest().forEach(System.out::println);
  }

  private static long reads(List<AuditLog.Request> requests) {
    return requests.stream().filter(AuditLog.Request::isRead).count();
  }

  private static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / 1000.0;
  }

  private void counts(String when, List<AuditLog.Request> requests) {
    Map<String, Long> counts = AuditLog.counts(requests);
    report.put("requests " + when, counts);
    report.line(
        "  - requests %s: %,d, of them %,d reads: %s"
            .formatted(
                when,
                requests.size(),
                reads(requests),
                String.join(
                    ", ",
                    counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                        .toList())));
  }

  private void line(String what, double value) {
    report.put(what, value);
    report.line(String.format(Locale.ROOT, "- %s: %.1f", what, value));
  }

  private void goal(String what, double value, double atMost) {
    report.put(what, value);
    report.line(
        String.format(
            Locale.ROOT,
            "- %s: %.1f, goal %.0f: %s",
            what,
            value,
            atMost,
            value <= atMost ? "met" : "MISSED"));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
