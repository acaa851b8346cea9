package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many policies that are due in the same minute, on one API server without nodes: how long from due
 * to Job, how much memory, and how many requests while nothing is due.
 *
 * <p>Arguments: the JSON file to write, the operator's jar, and optionally the number of policies.
 */
final class PolicyScale {
  private static final String NAMESPACE = "scale";
  private static final Pattern REQUESTS =
      Pattern.compile("^apiserver_request_total\\{.*} ([\\d.e+]+)$", Pattern.MULTILINE);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final KubernetesClient client;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private PolicyScale(KubernetesClient client) {
    this.client = client;
  }

  public static void main(String[] args) throws IOException {
    int policies = args.length > 2 ? Integer.parseInt(args[2]) : 2000;
    Path folder = Machine.temporaryFolder("scale");
    try (ControlPlane cluster = ControlPlane.startWithoutControllers();
        S3Server s3 = MinioServer.start();
        LocalProcess operator = operator(Path.of(args[1]), cluster, folder)) {
      PolicyScale scale = new PolicyScale(cluster.client());
      scale.prepare(s3);
      scale.measure(operator, policies);
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(Path.of(args[0]).toFile(), scale.figures);
      scale.figures.forEach((name, value) -> System.out.printf("%-40s %s%n", name, value));
    }
  }

  private static LocalProcess operator(Path jar, ControlPlane cluster, Path folder) {
    return LocalProcess.start(
        "operator",
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-jar",
            jar.toString(),
            "operator"),
        Map.of(
            "KUBECONFIG",
            cluster.kubeconfig().toString(),
            "SALVAGUARDA_WORKER_IMAGE",
            "example.org/salvaguarda:bench",
            "SALVAGUARDA_PORT",
            Integer.toString(Machine.freePort())),
        folder,
        folder.resolve("operator.log"));
  }

  private void prepare(S3Server s3) throws IOException {
    try (var crds = Files.list(Path.of("crds"))) {
      for (Path crd :
          crds.filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
              .toList()) {
        apply(Files.readString(crd));
      }
    }
    Patience.until(
        "the kinds are served",
        Duration.ofSeconds(30),
        () -> client.getApiGroup("salvaguarda.dev") != null,
        () -> "no API group salvaguarda.dev");
    apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: %1$s}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s3, namespace: %1$s},
         stringData: {accessKey: %2$s, secretKey: %3$s, password: a password for measurements}}
        ---
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: offsite, namespace: %1$s}
        spec:
          s3: {endpoint: "%4$s", bucket: scale, pathStyle: true, credentialsRef: {name: s3}}
          encryption: {passwordRef: {name: s3, key: password}}
        """
            .formatted(NAMESPACE, s3.accessKey(), s3.secretKey(), s3.endpoint()));
  }

  private void measure(LocalProcess operator, int policies) {
    Instant due = Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    Instant start = Instant.now();
    for (int i = 0; i < policies; i++) {
      apply(policy(i, due));
    }
    figures.put("policies", policies);
    figures.put("seconds to apply them", Duration.between(start, Instant.now()).toSeconds());
    if (Instant.now().isAfter(due)) {
      throw new IllegalStateException("Applying took past the due time; use fewer policies.");
    }
    long before = requests();
    Instant quiet = Instant.now();
    Patience.until(
        "the due minute comes",
        PATIENCE,
        () -> Instant.now().isAfter(due.minusSeconds(2)),
        operator::tail);
    double minutes = Duration.between(quiet, Instant.now()).toMillis() / 60_000.0;
    figures.put("API requests per minute at rest", Math.round((requests() - before) / minutes));
    figures.put("resident MiB at rest", resident(operator) >> 20);
    Patience.until(
        "every policy has a Job", PATIENCE, () -> jobs().size() >= policies, operator::tail);
    List<Long> delays =
        jobs().stream()
            .map(job -> Instant.parse(job.getMetadata().getCreationTimestamp()))
            .map(made -> Duration.between(due, made).toSeconds())
            .sorted()
            .toList();
    figures.put("seconds from due to Job, median", delays.get(delays.size() / 2));
    figures.put("seconds from due to Job, 99 %", delays.get(delays.size() * 99 / 100));
    figures.put("seconds from due to Job, last", delays.getLast());
    figures.put("resident MiB with all running", resident(operator) >> 20);
  }

  private static String policy(int number, Instant due) {
    var time = due.atZone(ZoneOffset.UTC);
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata: {name: policy-%1$04d, namespace: %2$s}
    spec:
      schedules: [{name: daily, cron: "%3$d %4$d * * *"}]
      timeZone: Etc/UTC
      source:
        postgresql: {host: db-%1$04d.example.org, credentialsRef: {name: s3}}
      repositories: [{name: offsite}]
      objectives: {rpo: 24h}
    """
        .formatted(number, NAMESPACE, time.getMinute(), time.getHour());
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .resources()
        .forEach(resource -> resource.serverSideApply());
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  private long requests() {
    Matcher matcher = REQUESTS.matcher(client.raw("/metrics"));
    long sum = 0;
    while (matcher.find()) {
      sum += (long) Double.parseDouble(matcher.group(1));
    }
    return sum;
  }

  private static long resident(LocalProcess process) {
    try {
      Matcher matcher =
          RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return matcher.find() ? 1024 * Long.parseLong(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
