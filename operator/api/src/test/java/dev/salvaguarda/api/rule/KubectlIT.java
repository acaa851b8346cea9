package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who has nothing but kubectl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(InstalledCrds::start);

  private @Nullable Path cache;

  @BeforeAll
  void createExamples(@TempDir Path folder) {
    cache = folder;
    KubernetesClient client = PLANE.get().client();
    for (String example :
        List.of("10-repository.yaml", "21-postgresql-tls.yaml", "52-run-kept.yaml")) {
      Path file = Path.of("..", "..", "examples", example);
      for (HasMetadata object : InstalledCrds.load(client, file)) {
        client.resource(object).inNamespace("default").create();
      }
    }
    client
        .resources(BackupPolicy.class)
        .inNamespace("default")
        .withName("registry")
        .editStatus(KubectlIT::report);
    // The documents that kubectl explain reads follow the CRDs with a delay.
    Patience.until(
        "kubectl knows the kinds",
        Duration.ofMinutes(3),
        () ->
            kubectl("explain", "br").contains("FIELDS")
                && kubectl("explain", "bp").contains("FIELDS"),
        () -> "");
  }

  @Test
  void aPolicyIsReadInOneLine() throws Exception {
    assertThat(kubectl("get", "bp", "registry").lines().toList().getLast().replaceAll(" {2,}", "|"))
        .startsWith("registry|postgresql registry-db.example.org|30 12 * * MON-FRI, 0 22 * * *|")
        .contains("|True|false|2026-03-02T12:30:00-03:00|False|");
  }

  @Test
  void explainReadsLikeDocumentation() throws Exception {
    assertThat(kubectl("explain", "bp").replaceAll("\\s+", " "))
        .contains("What is copied, when, where to, and how the pods that do it run.")
        .contains("What the policy promises.");
    assertThat(kubectl("explain", "bp.spec.schedules").replaceAll("\\s+", " "))
        .contains("When runs are due: 1 to 5 cadences of the same source")
        .contains("When a run is due, in five fields: minute, hour, day of the month");
  }

  @Test
  void theCategoryListsEverything() throws Exception {
    assertThat(kubectl("get", "salvaguarda"))
        .contains("backuprepository.salvaguarda.dev/offsite")
        .contains("backuppolicy.salvaguarda.dev/registry")
        .contains("backuprun.salvaguarda.dev/file-share-before-move");
  }

  @Test
  void aRunThatNamesOnlyItsPolicyIsManual() throws Exception {
    kubectl("create", "-f", "../../examples/50-run-now.yaml");

    assertThat(kubectl("get", "br")).containsPattern("payroll-now-\\w+ +payroll +Manual");
    assertThat(kubectl("get", "br", "--field-selector=spec.policyRef.name=payroll"))
        .contains("payroll-now-")
        .doesNotContain("file-share-before-move");
  }

  private static BackupPolicy report(BackupPolicy policy) {
    policy.setStatus(
        Serialization.unmarshal(
            """
            conditions:
            - {type: Ready, status: "False", reason: RepositoryNotReady, message: It says why., lastTransitionTime: "2026-03-01T01:00:00Z"}
            - {type: RPOMet, status: "True", reason: ObjectiveMet, message: Young., lastTransitionTime: "2026-03-01T01:00:00Z"}
            source: postgresql registry-db.example.org
            schedule: 30 12 * * MON-FRI, 0 22 * * *
            nextRuns: ["2026-03-02T12:30:00-03:00"]
            lastSuccessfulRun: {name: registry-1, capturedAt: "2026-03-01T01:00:00Z"}
            """,
            BackupPolicyStatus.class));
    return policy;
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.kubernetes("kubectl").path().toString());
    command.add("--kubeconfig=" + PLANE.get().kubeconfig());
    command.add("--cache-dir=" + cache);
    command.add("--namespace=default");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    return output;
  }
}
