package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What Helm does to a cluster with the chart: nobody's object is lost on the way. */
class ReleaseIT {
  @RegisterExtension static final Running<ControlPlane> CLUSTER = Running.from(ControlPlane::start);

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Path CRDS = Path.of("files", "crds");
  private static final String LATER = "restores.salvaguarda.dev";

  @TempDir private Path folder;

  @Test
  void theKindsAreUpgradedWithTheReleaseAndOutliveIt() throws IOException {
    KubernetesClient client = CLUSTER.get().client();
    String earlier = earlierChart();

    release("install", "salvaguarda", earlier, "--create-namespace");
    assertThat(shortNames("backupruns.salvaguarda.dev")).isEmpty();
    assertThat(crd(LATER)).isNull();
    ObjectMeta policy = makePolicy();

    release("upgrade", "salvaguarda", ".");
    assertThat(shortNames("backupruns.salvaguarda.dev")).containsExactly("br");
    assertThat(crd(LATER)).isNotNull();
    assertSame(policy);
    // A release is kept in a Secret, which takes a mebibyte.
    assertThat(client.secrets().inNamespace("backups").list().getItems())
        .hasSize(2)
        .allSatisfy(
            secret -> assertThat(secret.getData().get("release")).hasSizeLessThan(700 << 10));

    Answer gone = helm("uninstall", "salvaguarda", "--namespace", "backups");
    assertThat(gone.exitCode()).as(gone.text()).isZero();
    assertThat(client.apps().deployments().inNamespace("backups").list().getItems()).isEmpty();
    assertThat(client.rbac().clusterRoles().withName("salvaguarda-controller").get()).isNull();
    assertThat(crd(LATER)).isNotNull();
    assertSame(policy);

    release("install", "salvaguarda", ".");
    assertSame(policy);
  }

  /** Without one kind, and without the short name of another. */
  private String earlierChart() throws IOException {
    Path copy = folder.resolve("earlier");
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Chart.FOLDER.relativize(file)));
      }
    }
    Files.delete(copy.resolve(CRDS).resolve(LATER + ".yaml"));
    Path runs = copy.resolve(CRDS).resolve("backupruns.salvaguarda.dev.yaml");
    Files.writeString(runs, Files.readString(runs).replace("    shortNames:\n    - \"br\"\n", ""));
    return copy.toAbsolutePath().toString();
  }

  private ObjectMeta makePolicy() {
    return await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                CLUSTER
                    .get()
                    .client()
                    .load(
                        Files.newInputStream(Path.of("..", "..", "examples", "40-files-pvc.yaml")))
                    .inNamespace("default")
                    .serverSideApply()
                    .getFirst()
                    .getMetadata(),
            made -> made.getUid() != null);
  }

  private static void assertSame(ObjectMeta policy) {
    ObjectMeta now =
        CLUSTER
            .get()
            .client()
            .resources(BackupPolicy.class)
            .inNamespace("default")
            .withName(policy.getName())
            .require()
            .getMetadata();
    assertThat(now.getUid()).isEqualTo(policy.getUid());
    assertThat(now.getGeneration()).isEqualTo(policy.getGeneration());
    assertThat(now.getDeletionTimestamp()).isNull();
  }

  private static Object crd(String name) {
    return CLUSTER
        .get()
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .get();
  }

  private static List<String> shortNames(String crd) {
    return CLUSTER
        .get()
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd)
        .require()
        .getSpec()
        .getNames()
        .getShortNames();
  }

  private void release(String verb, String name, String chart, String... more) {
    List<String> arguments = new ArrayList<>(List.of(verb, name, chart, "--namespace", "backups"));
    arguments.addAll(List.of(more));
    Answer answer = helm(arguments.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.text()).isZero();
    assertThat(answer.text()).contains("kubectl -n backups rollout status deployment/");
  }

  private static Answer helm(String... arguments) {
    return Chart.helm(
        Map.of("KUBECONFIG", CLUSTER.get().kubeconfig().toString()), List.of(arguments));
  }
}
