package dev.salvaguarda.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.wire.WorkOrderReader;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.run.CopyWorker;
import dev.salvaguarda.controller.run.PreviousCopies;
import dev.salvaguarda.controller.run.RunReplica;
import dev.salvaguarda.controller.worker.manifest.JobManifest;
import dev.salvaguarda.controller.worker.manifest.OrderManifest;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RunSpan;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator writes for a worker is what the worker reads, and the files are mounted. */
class WorkOrderRoundTripTest {
  private static final String POSTGRESQL =
      """
      postgresql:
        host: db.example.org
        port: 5433
        databases: [payroll, "odd name"]
        credentialsRef: {name: reader}
        tls: {mode: VerifyFull, caBundleRef: {kind: Secret, name: authority, key: root.pem}}
        globals: false
      """;
  private static final String MARIADB =
      """
      mariadb:
        host: 192.0.2.7
        port: 3307
        excludeDatabases: [test]
        credentialsRef: {name: reader}
        chunkSize: 8Ki
        tls: {mode: VerifyCA, caBundleRef: {name: authority}}
      """;
  private static final String FILES =
      """
      files:
        nfs: {server: nas.example.org, path: /export/share}
        include: [finance/2026]
        exclude: ["*.tmp", "!kept.tmp"]
        oneFileSystem: true
      """;
  private static final String COMMAND =
      """
      command:
        image: registry.example.org/mongo:8.0
        command: [/usr/bin/mongodump, --archive]
        fileName: erp.archive
        credentialsRef: {name: reader}
        consistency: Application
        allowEmpty: true
      """;
  private static final String PROXMOX =
      """
      proxmox:
        endpoint: https://pve01.example.org:8006
        tls: {caBundleRef: {name: authority}}
        tokenRef: {name: token}
        guests: {ids: [100], tags: [nightly], pools: [offices], names: [mail], exclude: [101]}
        transport:
          ssh: {keyRef: {name: key}, hostKeys: [ssh-ed25519 AAAA], port: 2222}
        fleecing: {storage: local-lvm}
        requiredConsistency: FileSystem
        containerFallback: Accept
        mode: Stop
        parallelNodes: 2
      """;
  private static final String ID = "0a".repeat(32);
  private static final KnownDamage DAMAGE = new KnownDamage(List.of(), Set.of(ID), false, false);
  private static final RunSpan EARLIER =
      new RunSpan(
          Instant.parse("2026-03-01T22:00:00Z"), Instant.parse("2026-03-01T22:30:00.123456Z"));
  private static final CaughtUp CAUGHT_UP = new CaughtUp("uid-of-yesterday", EARLIER.from());
  private static final String TOKEN = "/salvaguarda/secrets/repository/session-token";

  @TempDir private Path folder;

  @Test
  void aPostgresqlOrderArrivesWhole() throws Exception {
    CopyTask order = roundTrip(order(POSTGRESQL));

    assertThat(order.source().kind())
        .isEqualTo(
            new PostgresqlOrder(
                "db.example.org",
                5433,
                List.of("payroll", "odd name"),
                List.of(),
                "/salvaguarda/secrets/source/username",
                "/salvaguarda/secrets/source/password",
                new TlsOrder(TlsOrder.Mode.VERIFY_FULL, "/salvaguarda/secrets/source-ca/ca.crt"),
                ChunkSize.KIB_16,
                false));
    assertThat(order.policy()).isEqualTo("nightly");
    assertThat(order.previous()).containsExactly(Map.entry("payroll", ID));
    assertThat(order.earlier()).containsExactly(EARLIER);
    assertThat(order.adoptOrphans()).isTrue();
    assertThat(order.targets()).containsExactly("payroll");
    assertThat(order.guards()).isEqualTo(new Guards(1 << 20, 40));
    assertThat(order.bandwidthBytesPerSecond()).isEqualTo(50L << 20);
    assertThat(order.repository())
        .isEqualTo(
            new RepositoryAccess(
                "offsite",
                "https://s3.example.org",
                "sa-east-1",
                "archives",
                "city/hall",
                true,
                "/salvaguarda/secrets/repository-ca/ca.crt",
                "/salvaguarda/secrets/repository/access-key",
                "/salvaguarda/secrets/repository/secret-key",
                TOKEN,
                "/salvaguarda/secrets/repository/password"));
  }

  @Test
  void aMariadbOrderArrivesWhole() throws Exception {
    assertThat(roundTrip(order(MARIADB)).source().kind())
        .isEqualTo(
            new MariadbOrder(
                "192.0.2.7",
                3307,
                List.of(),
                List.of("test"),
                "/salvaguarda/secrets/source/username",
                "/salvaguarda/secrets/source/password",
                new TlsOrder(TlsOrder.Mode.VERIFY_CA, "/salvaguarda/secrets/source-ca/ca.crt"),
                ChunkSize.KIB_8,
                true));
  }

  @Test
  void aFilesOrderArrivesWhole() throws Exception {
    SourceOrder source = roundTrip(order(FILES)).source();

    assertThat(source.host()).isEqualTo("nas.example.org");
    assertThat(source.kind())
        .isInstanceOfSatisfying(
            FilesOrder.class,
            files -> {
              assertThat(files.root()).isEqualTo("/salvaguarda/source/files");
              assertThat(files.storedAs()).startsWith("/");
              assertThat(files.include()).containsExactly("finance/2026");
              assertThat(files.exclude()).containsExactly("*.tmp", "!kept.tmp");
              assertThat(files.oneFileSystem()).isTrue();
            });
  }

  @Test
  void aCommandOrderArrivesWhole() throws Exception {
    SourceOrder source = roundTrip(order(COMMAND)).source();

    assertThat(source.host()).isEqualTo("nightly");
    assertThat(source.kind())
        .isEqualTo(
            new CommandOrder(
                "/salvaguarda/exchange",
                "mongodump",
                "erp.archive",
                true,
                Consistency.APPLICATION,
                Duration.ofMinutes(15)));
  }

  @Test
  void anOrderOfGuestsArrivesWhole() throws Exception {
    SourceOrder source = roundTrip(order(PROXMOX)).source();

    assertThat(source.host()).isEqualTo("pve01.example.org");
    assertThat(source.kind())
        .isEqualTo(
            new ProxmoxOrder(
                new ProxmoxAccess(
                    "https://pve01.example.org:8006",
                    "/salvaguarda/secrets/source-ca/ca.crt",
                    null,
                    "/salvaguarda/secrets/source/tokenId",
                    "/salvaguarda/secrets/source/tokenSecret"),
                new ProxmoxOrder.Guests(
                    List.of(100),
                    List.of("nightly"),
                    List.of("offices"),
                    List.of("mail"),
                    List.of(101)),
                new ProxmoxOrder.Ssh(
                    "root",
                    "/salvaguarda/secrets/source-ssh/ssh-privatekey",
                    List.of("ssh-ed25519 AAAA"),
                    2222),
                null,
                "local-lvm",
                Consistency.FILE_SYSTEM,
                ProxmoxOrder.ContainerFallback.ACCEPT,
                ProxmoxOrder.Mode.STOP,
                2));
  }

  @Test
  void anOrderOfGuestsByASpoolHasNoKey() throws Exception {
    String transport = PROXMOX.substring(PROXMOX.indexOf("  transport:"));
    SourceOrder source =
        roundTrip(
                order(
                    PROXMOX.replace(
                        transport,
                        "  transport: {spool: {storage: spool, claimName: pve-spool}}\n")))
            .source();

    assertThat(source.kind())
        .isInstanceOfSatisfying(
            ProxmoxOrder.class,
            proxmox -> {
              assertThat(proxmox.ssh()).isNull();
              assertThat(proxmox.spool())
                  .isEqualTo(new ProxmoxOrder.Spool("spool", "/salvaguarda/source/spool"));
            });
  }

  @Test
  void aDatabaseWithoutTlsSettingsPrefersTls() throws Exception {
    String plain = "postgresql: {host: db.example.org, credentialsRef: {name: reader}}\n";

    assertThat(roundTrip(order(plain)).source().kind())
        .isInstanceOfSatisfying(
            PostgresqlOrder.class,
            postgresql -> {
              assertThat(postgresql.tls()).isEqualTo(new TlsOrder(TlsOrder.Mode.PREFER, null));
              assertThat(postgresql.globals()).isTrue();
              assertThat(postgresql.port()).isEqualTo(5432);
            });
  }

  @Test
  void furtherRepositoriesAreOpenedWithTheirOwnSecretsAndWhatIsNotThereIsTold() throws Exception {
    Replication replication = Objects.requireNonNull(roundTrip(order(FILES)).replication());

    assertThat(replication.replicas()).extracting(Replica::name).containsExactly("vault", "gone");
    assertThat(replication.replicas())
        .extracting(Replica::damagedPacks)
        .containsExactly(Set.of(ID), Set.of());
    assertThat(replication.replicas())
        .extracting(Replica::moreDamaged)
        .containsExactly(true, false);
    assertThat(replication.replicas())
        .extracting(Replica::caughtUp)
        .containsExactly(CAUGHT_UP, null);
    assertThat(replication.replicas().getFirst().access())
        .extracting(access -> Objects.requireNonNull(access).passwordFile())
        .isEqualTo("/salvaguarda/secrets/repository-2/password");
    assertThat(replication.replicas().getLast().obstacle())
        .isEqualTo(
            new Failure(FailureReason.REPOSITORY_MISSING, "There is no BackupRepository gone."));
    assertThat(replication.secondsLeft()).isEqualTo(3600);
  }

  @ParameterizedTest
  @ValueSource(strings = {POSTGRESQL, MARIADB, FILES, COMMAND, PROXMOX})
  void everyFileThatAnOrderNamesIsMounted(String source) throws Exception {
    CopyWorker attempt = order(source);
    Job job =
        JobManifest.of(attempt.spec(), new WorkerSettings("registry.example.org/s:1", "Always"));

    assertThat(mountedFiles(job)).containsAll(filesOf(roundTrip(attempt)));
  }

  private static Set<String> filesOf(CopyTask order) {
    Stream<String> ofSource =
        switch (order.source().kind()) {
          case PostgresqlOrder db ->
              Stream.of(db.usernameFile(), db.passwordFile(), caOf(db.tls()));
          case MariadbOrder db -> Stream.of(db.usernameFile(), db.passwordFile(), caOf(db.tls()));
          case FilesOrder files -> Stream.of(files.root());
          case CommandOrder command -> Stream.of(command.exchange());
          case ProxmoxOrder host ->
              Stream.of(
                  host.access().tokenIdFile(),
                  host.access().tokenSecretFile(),
                  Objects.requireNonNull(host.access().caBundleFile()),
                  host.spool() == null
                      ? Objects.requireNonNull(host.ssh()).keyFile()
                      : host.spool().folder());
        };
    Set<String> files = new HashSet<>(ofSource.toList());
    files.addAll(filesOf(order.repository()));
    files.addAll(
        filesOf(
            Objects.requireNonNull(
                Objects.requireNonNull(order.replication()).replicas().getFirst().access())));
    return files;
  }

  private static List<String> filesOf(RepositoryAccess repository) {
    return List.of(
        repository.accessKeyFile(),
        repository.secretKeyFile(),
        Objects.requireNonNull(repository.sessionTokenFile()),
        repository.passwordFile(),
        Objects.requireNonNull(repository.caBundleFile()));
  }

  private static String caOf(TlsOrder tls) {
    return Objects.requireNonNull(tls.caBundleFile());
  }

  static Set<String> mountedFiles(Job job) {
    var pod = job.getSpec().getTemplate().getSpec();
    Set<String> files = new HashSet<>();
    for (VolumeMount mount : pod.getContainers().getFirst().getVolumeMounts()) {
      files.add(mount.getMountPath());
      pod.getVolumes().stream()
          .filter(volume -> volume.getName().equals(mount.getName()))
          .flatMap(WorkOrderRoundTripTest::items)
          .forEach(item -> files.add(mount.getMountPath() + "/" + item.getPath()));
    }
    return files;
  }

  private static Stream<KeyToPath> items(Volume volume) {
    if (volume.getSecret() != null) {
      return volume.getSecret().getItems().stream();
    }
    if (volume.getConfigMap() != null) {
      return volume.getConfigMap().getItems().stream();
    }
    return volume.getProjected() == null
        ? Stream.of()
        : volume.getProjected().getSources().stream()
            .flatMap(source -> source.getSecret().getItems().stream());
  }

  private CopyTask roundTrip(CopyWorker attempt) throws Exception {
    Job job =
        JobManifest.of(attempt.spec(), new WorkerSettings("registry.example.org/s:1", "Always"));
    job.getMetadata().setUid("uid-of-job");
    Path file = folder.resolve("order.json");
    Files.writeString(
        file, String.valueOf(OrderManifest.of(attempt.spec(), job).getData().get("order.json")));
    WorkOrder order = new WorkOrderReader().read(file);
    assertThat(order.work())
        .isEqualTo(new WorkIdentity("BackupRun", "offices", "first", "uid-1", 2));
    return Objects.requireNonNull(order.copy());
  }

  private static CopyWorker order(String source) {
    BackupRun run =
        Serialization.unmarshal(
            """
            metadata: {name: first, namespace: offices, uid: uid-1}
            spec:
              policyRef: {name: nightly}
              targets: [payroll]
            """,
            BackupRun.class);
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            metadata: {name: nightly, namespace: offices, uid: uid-2}
            spec:
              schedules: [{name: daily, cron: "0 22 * * *"}]
              repositories: [{name: offsite}]
              guards: {minSize: 1Mi, maxShrinkPercent: 40}
              runTemplate: {bandwidth: 50Mi}
              source:
            """
                + source.indent(4),
            BackupPolicy.class);
    return new CopyWorker(
        run,
        policy,
        repository("offsite"),
        List.of(
            new RunReplica("vault", 2, repository("vault"), DAMAGE),
            new RunReplica("gone", 3, null, KnownDamage.NONE)),
        2,
        List.of("payroll"),
        new PreviousCopies(Map.of("payroll", ID), List.of(EARLIER), Map.of("vault", CAUGHT_UP)),
        true,
        DAMAGE,
        3600);
  }

  private static BackupRepository repository(String name) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: offices, uid: uid-3}
        spec:
          s3:
            endpoint: https://s3.example.org
            region: sa-east-1
            bucket: archives
            prefix: city/hall
            pathStyle: true
            caBundleRef: {name: authority}
            credentialsRef: {name: writer}
          encryption:
            passwordRef: {name: archive, key: secret}
        """
            .formatted(name),
        BackupRepository.class);
  }
}
