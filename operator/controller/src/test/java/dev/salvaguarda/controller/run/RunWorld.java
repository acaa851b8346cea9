package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.controller.adapter.http.SocketWebCalls;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesPodExec;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.hook.HookApplier;
import dev.salvaguarda.controller.hook.HookCalls;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.telling.Telling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.worker.ProgressReader;
import dev.salvaguarda.controller.worker.WorkerApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of a real API server with real controllers, in which an operator leads runs and the
 * test itself plays the node.
 */
final class RunWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final RunLimits LIMITS =
      RunLimits.of(
          new WorkerLimits(
              3,
              Duration.ofHours(6),
              Duration.ofMinutes(10),
              Duration.ofSeconds(3),
              Duration.ofMinutes(10),
              Duration.ofSeconds(30)));

  final ArchiveInMemory archive = new ArchiveInMemory();
  final LogsInMemory logs = new LogsInMemory();
  final NodeByHand node;
  private final KubernetesClient client;
  private final String namespace;
  private final ShiftedClock clock = new ShiftedClock();
  final ProbeCalls probes = new ProbeCalls(clock);
  private final ExecutorService looks = Executors.newFixedThreadPool(2);
  private @Nullable Operator operator;

  RunWorld(ControlPlane plane) {
    this.client = plane.client();
    Crds.install(client, Path.of("..", "..", "crds"));
    this.namespace = plane.newNamespace("run");
    this.node = new NodeByHand(client, namespace);
    secret("s3-writer", Map.of("accessKey", "a", "secretKey", "s"));
    secret("offsite-password", Map.of("password", "p"));
    repository("offsite");
    startOperator();
  }

  /** An API server that has just learnt a kind may close a connection once more; then again. */
  void startOperator() {
    operator =
        await("the operator starts")
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(OperatorException.class)
            .until(this::startedOperator, Objects::nonNull);
  }

  private Operator startedOperator() {
    HookCalls hooks = new HookCalls(clock);
    ProgressReader progress = new ProgressReader(logs, looks);
    ProofGatherer proofs = new ProofGatherer(client, archive, logs);
    BackupRunReconciler reconciler =
        new BackupRunReconciler(
            new RunGatherer(client, proofs, progress, LIMITS, new HostPathRule(true), hooks),
            new RunApplier(
                client,
                new AttemptApplier(
                    new WorkerApplier(
                        client, new WorkerSettings("example.org/salvaguarda:test", "IfNotPresent")),
                    proofs,
                    probes,
                    new KubernetesEventRecorder(client, clock)),
                new HookApplier(
                    client, hooks, new SocketWebCalls(true), new KubernetesPodExec(client))),
            new RunRecords(client.resources(BackupRun.class), client.getKubernetesSerialization()),
            new Telling(new TellingApplier(client, Texts.shipped())),
            clock);
    Operator next =
        new Operator(
            settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
    next.register(reconciler, override -> override.settingNamespace(namespace));
    next.start();
    return next;
  }

  void stopOperator() {
    if (operator != null) {
      operator.stop();
      operator = null;
    }
  }

  BackupPolicy policy(String name) {
    return policy(name, "{name: offsite}");
  }

  BackupPolicy policy(String name, String repositories) {
    return apply(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s}
        spec:
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source:
            postgresql: {host: db.example.org, credentialsRef: {name: reader}}
          repositories: [%s]
        """
            .formatted(name, repositories),
        BackupPolicy.class);
  }

  /** The same, told on these channels. */
  void policyThatTells(String name, String... channels) {
    policy(name);
    askToTell(name, channels);
  }

  void askToTell(String policy, String... channels) {
    String asked =
        Stream.of(channels)
            .map("{\"channelRef\":{\"name\":\"%s\"}}"::formatted)
            .collect(Collectors.joining(","));
    client
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName(policy)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"notify\":[%s]}}".formatted(asked));
  }

  /** Gives a policy hooks, in JSON; {@code null} takes them away. */
  void hooks(String policy, String hooks) {
    client
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName(policy)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"hooks\":%s}}".formatted(hooks));
  }

  void channel(String name) {
    apply(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {name: %s}
        spec:
          email: {host: mail.example.org, from: backup@example.org}
          recipients: [{organization: TI, addressesRef: {name: technician}}]
        """
            .formatted(name),
        NotificationChannel.class);
  }

  List<Notice> notices() {
    return client.resources(Notice.class).inNamespace(namespace).list().getItems();
  }

  Optional<Condition> notified(BackupRun run) {
    return statusOf(run).conditions().stream()
        .filter(condition -> condition.getType().equals("Notified"))
        .findFirst();
  }

  /** By a quota, as a cluster's administrator may. */
  void forbidNotices(boolean forbidden) {
    if (!forbidden) {
      client.resourceQuotas().inNamespace(namespace).withName("no-notices").delete();
      return;
    }
    Map<String, Quantity> none = Map.of("count/notices.salvaguarda.dev", new Quantity("0"));
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-notices")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withHard(none)
            .endSpec()
            .build();
    client.resource(quota).create();
    // A merge patch names no version, so a controller that counts meanwhile is no conflict.
    client
        .resource(quota)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"hard\":{\"count/notices.salvaguarda.dev\":\"0\"},"
                + "\"used\":{\"count/notices.salvaguarda.dev\":\"0\"}}}");
  }

  BackupRun run(String name, String policy) {
    return run(name, policy, "");
  }

  BackupRun run(String name, String policy, String more) {
    return apply(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: %s}
        spec:
          policyRef: {name: %s}
        %s\
        """
            .formatted(name, policy, more.indent(2)),
        BackupRun.class);
  }

  /** Deletes a run and makes another one of its name and policy. */
  BackupRun replace(BackupRun run) {
    String name = run.getMetadata().getName();
    client.resources(BackupRun.class).inNamespace(namespace).withName(name).delete();
    return run(name, run.getSpec().policyRef().name());
  }

  /** As the operator makes them: the cluster deletes it with its policy. */
  BackupRun ownedRun(String name, BackupPolicy policy) {
    return apply(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata:
          name: %1$s
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: %2$s, uid: %3$s}
        spec:
          policyRef: {name: %2$s}
        """
            .formatted(name, policy.getMetadata().getName(), policy.getMetadata().getUid()),
        BackupRun.class);
  }

  /** The work order of the first attempt; empty if there is none yet. */
  String orderOf(BackupRun run) {
    return client.configMaps().inNamespace(namespace).list().getItems().stream()
        .filter(map -> map.getMetadata().getName().startsWith(run.getMetadata().getName() + "-"))
        .map(map -> String.join("\n", map.getData().values()))
        .findFirst()
        .orElse("");
  }

  void cancel(BackupRun run) {
    client
        .resources(BackupRun.class)
        .inNamespace(namespace)
        .withName(run.getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }

  /** Somebody else keeps it, too. */
  void keep(BackupRun run) {
    BackupRun own = new BackupRun();
    own.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(namespace)
            .withFinalizers("example.org/seen")
            .build());
    client.resource(own).fieldManager("somebody").serverSideApply();
  }

  /** As a tool does that brings objects back as they were. */
  BackupRun runWithFinalizer(String name, String policy, String finalizer) {
    return apply(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: %s, finalizers: [%s]}
        spec:
          policyRef: {name: %s}
        """
            .formatted(name, finalizer, policy),
        BackupRun.class);
  }

  List<Lease> leases() {
    return client.resources(Lease.class).inNamespace(namespace).list().getItems();
  }

  void delete(BackupRun run) {
    client.resource(run).delete();
  }

  void awaitGone(BackupRun run) {
    await(run.getMetadata().getName() + " is gone")
        .atMost(PATIENCE)
        .until(() -> client.resource(run).get() == null);
  }

  void deletePolicy(String name) {
    client.resources(BackupPolicy.class).inNamespace(namespace).withName(name).delete();
  }

  BackupRun read(BackupRun run) {
    return client
        .resources(BackupRun.class)
        .inNamespace(namespace)
        .withName(run.getMetadata().getName())
        .require();
  }

  BackupRunStatus awaitPhase(BackupRun run, RunPhase phase) {
    await(run.getMetadata().getName() + " becomes " + phase)
        .atMost(PATIENCE)
        .until(() -> statusOf(run).phase() == phase);
    return statusOf(run);
  }

  /** The run's status; empty if nothing was reported yet. */
  BackupRunStatus statusOf(BackupRun run) {
    BackupRunStatus status = read(run).getStatus();
    return status == null ? Serialization.unmarshal("{}", BackupRunStatus.class) : status;
  }

  /**
   * Lets time pass for the operator, and gives it a reason to look at the run's Jobs. One that is
   * leaving leaves first: it does so by the API server's clock, and an operator whose own is far
   * ahead gives it up.
   */
  void pass(Duration duration) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            jobs().stream().allMatch(job -> job.getMetadata().getDeletionTimestamp() == null));
    clock.shift(duration);
    // A merge patch names no version, so a Job that its controller writes meanwhile is no conflict.
    String poke =
        "{\"metadata\":{\"annotations\":{\"example.org/poke\":\"%s\"}}}".formatted(clock.instant());
    jobs().forEach(job -> poke(job, poke));
  }

  /** A Job that is gone meanwhile is looked at anyway. */
  private void poke(Job job, String poke) {
    try {
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .withName(job.getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON_MERGE), poke);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** They are told of after what they tell of is written. */
  void awaitEvents(BackupRun run, String... reasons) {
    await("events").atMost(PATIENCE).untilAsserted(() -> assertThat(events(run)).contains(reasons));
  }

  List<String> events(BackupRun run) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> run.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .map(Event::getReason)
        .toList();
  }

  @Override
  public void close() {
    stopOperator();
    looks.shutdownNow();
  }

  private <T extends io.fabric8.kubernetes.api.model.HasMetadata> T apply(
      String yaml, Class<T> type) {
    return client.resource(Serialization.unmarshal(yaml, type)).inNamespace(namespace).create();
  }

  private void secret(String name, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  void repository(String name) {
    BackupRepository repository =
        apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupRepository
            metadata: {name: %s}
            spec:
              s3: {endpoint: "https://s3.example.org", bucket: %1$s, credentialsRef: {name: s3-writer}}
              encryption: {passwordRef: {name: offsite-password}}
            """
                .formatted(name),
            BackupRepository.class);
    String ready =
        Serialization.asJson(
            Map.of(
                "status",
                Map.of(
                    "conditions",
                    List.of(
                        new ConditionBuilder()
                            .withType("Ready")
                            .withStatus("True")
                            .withReason("RepositoryUsable")
                            .withMessage("Probed.")
                            .withLastTransitionTime("2026-01-01T00:00:00Z")
                            .build()))));
    client
        .resource(repository)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), ready);
  }

  /** The repository of this name is gone when this returns. */
  void delete(String repository) {
    var found =
        client.resources(BackupRepository.class).inNamespace(namespace).withName(repository);
    found.delete();
    found.waitUntilCondition(Objects::isNull, 1, TimeUnit.MINUTES);
  }

  /** The machine's clock, some time ahead. */
  private static final class ShiftedClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Clock machine = Clock.system(ZoneOffset.UTC);

    void shift(Duration more) {
      ahead.updateAndGet(before -> before.plus(more));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return machine.instant().plus(ahead.get());
    }
  }
}
