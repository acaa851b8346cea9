package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.BackupPolicyStatus.PolicyRepositoryStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy with two repositories, on two object stores of which each is away for a while. */
class ReplicationIT {
  private static final Duration LONG = Duration.ofMinutes(6);
  private static final String OTHER_PASSWORD = "another one for the vault";
  private static final String BUCKET = "second-copies";

  @TempDir Path folder;
  private Landscape landscape;
  private MinioServer vault;
  private OperatorProcess operator;
  private String namespace;

  @BeforeEach
  void applyAPolicyWithTwoRepositories() {
    landscape = Landscape.start(List.of(), AgentImage.catalog());
    vault = MinioServer.start();
    namespace = landscape.namespace("copies");
    operator = OperatorProcess.start(landscape.cluster());
    landscape
        .client()
        .resource(
            Manifests.secret(
                namespace,
                "vault",
                Map.of(
                    "accessKey",
                    vault.accessKey(),
                    "secretKey",
                    vault.secretKey(),
                    "password",
                    OTHER_PASSWORD)))
        .create();
    landscape.repository(namespace);
    Manifests.apply(
        landscape.client(),
        Manifests.repository(namespace, "vault", vault, BUCKET)
            .replace("{name: s3}", "{name: vault}")
            .replace("{name: archive}", "{name: vault}"));
    Landscape.fill(folder.resolve("share"), 20, 20261126);
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(namespace, "share", folder.resolve("share"), "0 0 1 1 *")
            .replace("- {name: offsite}", "- {name: offsite}\n    - {name: vault}"));
  }

  @AfterEach
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(vault);
    Closing.quietly(landscape);
  }

  @Test
  void aSecondPlaceIsCaughtUpAfterItWasAwayAndRestoresOnceTheFirstIsGone() throws Exception {
    assertThat(ended("one").phase()).as(() -> tell("one")).isEqualTo(RunPhase.SUCCEEDED);
    restic().run("check", "--read-data");

    vault.kill();
    Landscape.fill(folder.resolve("share"), 25, 1);
    BackupRunStatus lagging = ended("two");
    assertThat(lagging.phase()).as(() -> tell("two")).isEqualTo(RunPhase.DEGRADED);
    assertThat(lagging.message()).contains("vault");
    assertThat(lagging.attempt()).isEqualTo(1);
    assertThat(lagging.repositories())
        .extracting(RunRepositoryStatus::state)
        .containsExactly(State.COMPLETE, State.INCOMPLETE);
    await()
        .atMost(LONG)
        .until(() ->
            policy().lastSuccessfulRun() != null
                && "two".equals(policy().lastSuccessfulRun().name()));

    vault.restart();
    Landscape.fill(folder.resolve("share"), 30, 2);
    BackupRunStatus caughtUp = ended("three");
    assertThat(caughtUp.phase()).as(() -> tell("three")).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(caughtUp.repositories().getLast().copied()).isEqualTo(2);
    await().atMost(LONG).until(() -> Integer.valueOf(0).equals(inVault().lacking()));
    assertThat(restic().run("snapshots")).contains("3 snapshots");
    restic().run("check", "--read-data");

    landscape.s3().kill();
    landscape
        .client()
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .withName("offsite")
        .delete();
    restoresFromTheVaultAlone();
  }

  private void restoresFromTheVaultAlone() throws Exception {
    Restores restores = new Restores(landscape.client(), namespace);
    Path target = Files.createDirectories(folder.resolve("target"));
    restores.create(
        "newest",
        """
        source: {policyRef: {name: share}}
        target: {files: {hostPath: {path: %s}, subPath: newest}}
        """
            .formatted(target));
    RestoreStatus newest = restores.ended("newest");
    assertThat(newest.phase()).as(newest::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(Objects.requireNonNull(newest.source()).repository()).isEqualTo("vault");
    assertThat(Trees.files(target.resolve("newest")))
        .isEqualTo(Trees.files(folder.resolve("share")));

    restores.create("of-the-first", "purpose: Test\nsource: {policyRef: {name: share}}\n");
    await("a test of the first place waits for it")
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> String.valueOf(restores.status("of-the-first").message()).contains("offsite"));

    String id = restic().run("snapshots", "--json", "latest").replaceAll("(?s).*\"id\":\"", "");
    restores.create(
        "by-id",
        """
        purpose: Test
        source: {snapshot: {repositoryRef: {name: vault}, id: "%s"}}
        """
            .formatted(id.substring(0, 64)));
    RestoreStatus byId = restores.ended("by-id");
    assertThat(byId.phase()).as(byId::toString).isEqualTo(RestorePhase.SUCCEEDED);

    restic().run("restore", "latest", "--target", folder.resolve("stock").toString());
    assertThat(Trees.files(folder.resolve("stock")))
        .isEqualTo(Trees.files(folder.resolve("share")));
  }

  private Restic restic() {
    return new Restic(vault, BUCKET, "vault", OTHER_PASSWORD, folder);
  }

  private BackupRunStatus ended(String name) {
    Manifests.apply(landscape.client(), Manifests.run(namespace, name, "share"));
    await(name + " ends").atMost(LONG).until(() -> landscape.hasEnded(namespace, name));
    return Objects.requireNonNull(landscape.run(namespace, name)).getStatus();
  }

  private BackupPolicyStatus policy() {
    return landscape
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName("share")
        .require()
        .getStatus();
  }

  private PolicyRepositoryStatus inVault() {
    return policy().repositories().getLast();
  }

  private String tell(String run) {
    return "%s\n%s".formatted(landscape.run(namespace, run), operator.log());
  }
}
