package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The wave of {@link ScaleWave} for Kubernetes' own CronJobs, without history, on an API server of
 * their own. kube-controller-manager runs with its own limits of requests a second, as stock
 * clusters do; its memory is that of all its controllers, and its processor time has a share for
 * the pods, which it makes for the operator's Jobs, too.
 *
 * <p>Arguments: the JSON file to write, the number of CronJobs and of namespaces.
 */
final class CronJobWave {
  private static final String ASKER = "kube-controller-manager/";
  private static final String CONTROLLER = "/cronjob-controller";

  private CronJobWave() {}

  public static void main(String[] args) {
    try {
      run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      System.exit(0); // Clients leave threads behind that are no daemons.
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(Path json, int number, int namespaces) throws IOException {
    Path folder = Machine.temporaryFolder("cronjobs");
    BenchReport report =
        new BenchReport(
            MachineFacts.read(List.of("kube-controller-manager " + Machine.KUBERNETES_VERSION)),
            System.out);
    try (ControlPlane cluster = ControlPlane.start(AuditLog.flags(folder));
        KubernetesClient client = PolicyScale.client(cluster);
        AuditLog audit =
            AuditLog.of(folder, agent -> agent.startsWith(ASKER) && agent.endsWith(CONTROLLER))) {
      if (!cluster.hasControllers()) {
        report.line("CronJobs were not measured: kube-controller-manager is missing.");
        return;
      }
      Wave wave = measure(client, audit, number, namespaces);
      Wave.HEAD.forEach(report::line);
      report.put("wave", wave);
      report.line(wave.line("plain CronJobs"));
      report.line("");
      report.line(
          "K8up was not run: it comes as an image, and its Go module is not to be had where this is"
              + " built.");
      report.write(json);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Wave measure(KubernetesClient client, AuditLog audit, int number, int namespaces)
      throws IOException {
    ScaleWorld.inParallel(namespaces, one -> ScaleWorld.makeNamespace(client, one));
    Instant due = ScaleWave.dueAfter(number);
    ScaleWorld.inParallel(number, one -> make(client, one, namespaces, due));
    if (Instant.now().isAfter(due)) {
      throw new IllegalStateException("the CronJobs were made after they were due, at " + due);
    }
    PolicyScale.pause(Duration.between(Instant.now(), due.minusSeconds(1)));
    Footprint manager = Footprint.ofChild("kube-controller-manager").orElseThrow();
    double cpu = manager.cpuSeconds();
    try {
      Patience.until(
          "all Jobs are there",
          PolicyScale.PATIENCE,
          () -> Wave.isOver(audit, due, number),
          () -> "");
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    Instant done = Instant.now();
    cpu = manager.cpuSeconds() - cpu;
    List<AuditLog.Request> requests = audit.between(due.minusSeconds(1), done);
    PolicyScale.pause(ScaleWave.AFTER);
    return Wave.of(due, number, requests, manager.residentMiB(), cpu, cpu);
  }

  private static void make(KubernetesClient client, int number, int namespaces, Instant due) {
    String json =
        """
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "%s"},
         "spec": {"schedule": "%s", "timeZone": "Etc/UTC", "concurrencyPolicy": "Forbid",
          "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never",
           "containers": [{"name": "worker", "image": "example.org/worker:bench"}]}}}}}}
        """
            .formatted(ScaleWorld.name(number), ScaleWorld.cron(due));
    var _ =
        client.raw(
            "/apis/batch/v1/namespaces/%s/cronjobs"
                .formatted(ScaleWorld.namespace(number % namespaces)),
            "POST",
            json);
  }
}
