package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A database and a share that were copied before anything breaks.
 *
 * @param bucket where the copies are
 * @param database snapshot of the database {@code payroll}
 * @param files snapshot of the share
 * @param share the share itself
 */
record Originals(String bucket, String database, String files, Path share)
    implements AutoCloseable {
  private static final String FACTS =
      "SELECT md5(string_agg(e::text, '|' ORDER BY id)) FROM entry e";

  /** Copies them with runs. */
  static Originals copied(FaultWorld world) {
    world.postgres.execute("postgres", "CREATE ROLE restorer SUPERUSER LOGIN PASSWORD 'restorer'");
    String namespace = world.cluster.newNamespace("originals");
    KubernetesClient client = world.cluster.client();
    Path share = Machine.temporaryFolder("originals");
    Landscape.fill(share, 60, 1);
    Manifests.applyRepositorySecrets(client, namespace, world.s3);
    new FaultSite(world, namespace).readerSecret();
    new OwnEngine(world.s3, namespace, "offsite", Manifests.PASSWORD).make();
    Manifests.apply(client, Manifests.repository(namespace, "offsite", world.s3, namespace));
    Manifests.apply(client, Manifests.filesPolicy(namespace, "share", share, "0 0 1 1 *"));
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: payroll, namespace: %s}
        spec:
          schedules: [{name: only, cron: "0 0 1 1 *"}]
          source:
            postgresql: {host: %s, port: %d, databases: [payroll], globals: false, credentialsRef: {name: reader}}
          repositories: [{name: offsite}]
        """
            .formatted(namespace, world.postgres.host(), world.postgres.port()));
    return new Originals(
        namespace,
        snapshot(client, namespace, "payroll"),
        snapshot(client, namespace, "share"),
        share);
  }

  private static String snapshot(KubernetesClient client, String namespace, String policy) {
    Manifests.apply(client, Manifests.run(namespace, policy + "-one", policy));
    BackupRun run =
        await()
            .atMost(Duration.ofMinutes(4))
            .until(
                () ->
                    client
                        .resources(BackupRun.class)
                        .inNamespace(namespace)
                        .withName(policy + "-one")
                        .require(),
                found ->
                    found.getStatus() != null
                        && found.getStatus().phase() != null
                        && found.getStatus().phase().isFinal());
    assertThat(run.getStatus().phase())
        .as(() -> String.valueOf(run.getStatus()))
        .isEqualTo(RunPhase.SUCCEEDED);
    return String.valueOf(run.getStatus().targets().getFirst().snapshotId());
  }

  /** What a database holds of the table that was copied. */
  static String facts(FaultWorld world, String database) throws SQLException {
    return world.ask(database, FACTS);
  }

  /** The query whose answer {@link #facts} gives. */
  static String query() {
    return FACTS;
  }

  @Override
  public void close() {
    Folders.delete(share);
  }
}
