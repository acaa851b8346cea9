package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.retention.RetentionApplier;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupPolicyReconcilerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane cluster;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  private String namespace;

  @SuppressWarnings("NullAway.Init")
  private Operator operator;

  @BeforeAll
  static void startCluster() {
    cluster = ControlPlane.start();
    Crds.install(cluster.client(), Path.of("..", "..", "crds"));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void startOperator() {
    client = cluster.client();
    namespace = cluster.newNamespace("policy");
    operator = operator(fewSecondsBeforeTheMinute());
  }

  @AfterEach
  void stopOperator() {
    operator.stop();
  }

  @Test
  void aRunIsCreatedWhenItIsDueAndGoesWithItsPolicy() {
    apply(policy("minutely", "* * * * *", "Etc/UTC"));

    await().atMost(PATIENCE).until(() -> !runs().isEmpty());

    BackupRun run = runs().getFirst();
    assertThat(run.getMetadata().getName()).matches("minutely-often-[0-9]{12}");
    assertThat(run.getSpec().trigger().schedule()).isEqualTo("often");
    await().atMost(PATIENCE).until(() -> activeRun("minutely") != null);
    assertThat(activeRun("minutely")).isEqualTo(run.getMetadata().getName());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(events()).extracting(Event::getReason).contains("RunStarted"));

    client.resources(BackupPolicy.class).inNamespace(namespace).withName("minutely").delete();

    await().atMost(PATIENCE).until(() -> runs().isEmpty());
  }

  @Test
  void whatOnlyTheOperatorCanFindWrongIsSaidAndClearsWhenMended() {
    apply(policy("odd", "61 * * * *", "America/Fortaleza"));
    await().atMost(PATIENCE).until(() -> "InvalidSchedule".equals(reason("odd")));

    apply(policy("odd", "0 22 * * *", "America/Fortalesa"));
    await().atMost(PATIENCE).until(() -> "UnknownTimeZone".equals(reason("odd")));

    apply(policy("odd", "0 22 * * *", "America/Fortaleza"));
    await().atMost(PATIENCE).until(() -> "RepositoryNotFound".equals(reason("odd")));
    assertThat(read("odd").getStatus().nextRuns())
        .hasSize(3)
        .allMatch(next -> next.endsWith("T22:00:00-03:00"));
  }

  @Test
  void nothingIsWrittenWhenNothingChangedAndOnlyTheStatusIsOurs() {
    apply(policy("quiet", "0 0 1 1 *", "Etc/UTC"));
    await().atMost(PATIENCE).until(() -> reason("quiet") != null);
    String settled = read("quiet").getMetadata().getResourceVersion();

    operator.stop();
    operator = operator(fewSecondsBeforeTheMinute());
    apply(policy("witness", "0 0 1 1 *", "Etc/UTC"));
    await().atMost(PATIENCE).until(() -> reason("witness") != null);

    BackupPolicy quiet = read("quiet");
    assertThat(quiet.getMetadata().getResourceVersion()).isEqualTo(settled);
    assertThat(quiet.getMetadata().getManagedFields())
        .filteredOn(entry -> "salvaguarda".equals(entry.getManager()))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.getOperation()).isEqualTo("Apply");
          assertThat(entry.getSubresource()).isEqualTo("status");
        });
    assertThat(quiet.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsOnly("salvaguarda", "tester");
    assertThat(quiet.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void whatMaintenanceWroteStaysAndBecomesAConditionAndAnEvent() {
    BackupPolicy policy = policy("kept", "0 0 1 1 *", "Etc/UTC");
    policy.setSpec(withRetention(policy.getSpec(), 3));
    apply(policy);
    await().atMost(PATIENCE).until(() -> "NoRetentionPassYet".equals(heldBack("kept")));

    new RetentionApplier(client).write("offsite", Instant.EPOCH, List.of(beyondTheLimit("kept")));

    await().atMost(PATIENCE).until(() -> "RemovalBeyondLimit".equals(heldBack("kept")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(events()).extracting(Event::getReason).contains("RetentionHeldBack"));
    assertThat(read("kept").getStatus().retention())
        .singleElement()
        .extracting(RetentionStatus::heldBack)
        .isEqualTo(362);

    client
        .resource(read("kept"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"keepDaily=3\"}}}"
                .formatted(ApiGroup.CONFIRM_RETENTION_ANNOTATION));
    await().atMost(PATIENCE).until(() -> "RemovalConfirmed".equals(heldBack("kept")));
  }

  @Test
  void isReadyAgainOnceItsChannelIsThereAndCanSendAndChannelsAreAskedForByNoLook() {
    operator.stop();
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (KubernetesClient counted = counting(asked)) {
      operator = PolicyOperator.start(counted, fewSecondsBeforeTheMinute(), Set.of(namespace));
      usableRepository();
      BackupPolicy told = policy("told", "0 0 1 1 *", "Etc/UTC");
      told.setSpec(withChannel(told.getSpec(), "technician"));
      apply(told);
      await().atMost(PATIENCE).until(() -> "ChannelNotFound".equals(reason("told")));

      client.resource(channel()).inNamespace(namespace).create();
      await().atMost(PATIENCE).until(() -> "Reconciled".equals(reason("told")));
      report("False", "LoginRefused");
      await().atMost(PATIENCE).until(() -> "ChannelNotReady".equals(reason("told")));
      report("True", "ChannelUsable");
      await().atMost(PATIENCE).until(() -> "Reconciled".equals(reason("told")));
      client.resource(channel()).inNamespace(namespace).delete();
      await().atMost(PATIENCE).until(() -> "ChannelNotFound".equals(reason("told")));

      assertThat(asked).as("the watch's own list").hasSizeLessThanOrEqualTo(1);
      operator.stop();
    }
  }

  /** Notes each question about channels; a watch asks none. */
  private static KubernetesClient counting(Queue<String> asked) {
    return new KubernetesClientBuilder()
        .withConfig(cluster.client().getConfiguration())
        .withHttpClientBuilderConsumer(http ->
            http.addOrReplaceInterceptor(
                "questions",
                new Interceptor() {
                  @Override
                  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                    String address = request.uri().toString();
                    if (address.contains("/notificationchannels")
                        && !address.contains("watch=true")) {
                      asked.add(address);
                    }
                  }
                }))
        .build();
  }

  private void usableRepository() {
    BackupRepository made =
        client
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: salvaguarda.dev/v1alpha1
                    kind: BackupRepository
                    metadata: {name: offsite}
                    spec:
                      s3: {endpoint: "https://s3.example.org", bucket: offsite, credentialsRef: {name: s3}}
                      encryption: {passwordRef: {name: password}}
                    """,
                    BackupRepository.class))
            .inNamespace(namespace)
            .create();
    made.setStatus(
        Serialization.unmarshal(
            """
            conditions:
            - type: Ready
              status: "True"
              reason: RepositoryUsable
              message: It can be used.
              lastTransitionTime: "2026-11-27T00:00:00Z"
            """,
            BackupRepositoryStatus.class));
    client.resource(made).updateStatus();
  }

  private static NotificationChannel channel() {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {name: technician}
        spec:
          email: {host: mail.example.org, from: backup@example.org}
          recipients: [{organization: TI, addressesRef: {name: technician}}]
        """,
        NotificationChannel.class);
  }

  /** As the channel's own reconciler writes it after a probe. */
  private void report(String ready, String reason) {
    NotificationChannel probed = client.resource(channel()).inNamespace(namespace).get();
    probed.setStatus(
        Serialization.unmarshal(
            """
            conditions:
            - type: Ready
              status: "%s"
              reason: %s
              message: The server answered.
              lastTransitionTime: "2026-11-27T00:00:00Z"
            """
                .formatted(ready, reason),
            NotificationChannelStatus.class));
    client.resource(probed).updateStatus();
  }

  private static BackupPolicySpec withChannel(BackupPolicySpec spec, String channel) {
    ObjectNode changed = Serialization.unmarshal(Serialization.asJson(spec), ObjectNode.class);
    changed.putArray("notify").addObject().putObject("channelRef").put("name", channel);
    return Serialization.unmarshal(changed.toString(), BackupPolicySpec.class);
  }

  @Test
  void anOperatorThatWasStoppedRecordsWhatItMissedOnce() {
    apply(policy("often", "* * * * *", "Etc/UTC"));
    await().atMost(PATIENCE).until(() -> reason("often") != null);
    operator.stop();
    runs().forEach(run -> client.resource(run).delete());

    operator = operator(Clock.offset(fewSecondsBeforeTheMinute(), Duration.ofMinutes(30)));

    await().atMost(PATIENCE).until(() -> missed().size() == 1 && runs().size() >= 2);
    assertThat(missed().getFirst().getSpec().trigger().missed())
        .satisfies(gap -> assertThat(gap.count()).isGreaterThan(25));
  }

  @Test
  void objectsOfEveryWatchedNamespaceAreLookedAtAndTheirRunsAreSeen() {
    operator.stop();
    List<String> namespaces = List.of(namespace, cluster.newNamespace("other"));
    for (String each : namespaces) {
      namespace = each;
      apply(policy("minutely", "* * * * *", "Etc/UTC"));
    }

    operator = operator(fewSecondsBeforeTheMinute(), Set.copyOf(namespaces));

    for (String each : namespaces) {
      namespace = each;
      await("a run that " + each + " knows of")
          .atMost(PATIENCE)
          .until(() -> activeRun("minutely") != null);
    }
  }

  @Test
  void maintenanceHoldsTheRunsOfItsComponentUntilSomebodySaysThatItIsDone() {
    Instant now = Clock.systemUTC().instant();
    apply(window(now, ""));
    BackupPolicy policy = policy("minutely", "* * * * *", "Etc/UTC");
    ObjectNode spec =
        Serialization.unmarshal(Serialization.asJson(policy.getSpec()), ObjectNode.class);
    policy.setSpec(
        Serialization.unmarshal(spec.put("component", "mail").toString(), BackupPolicySpec.class));
    apply(policy);
    await().atMost(PATIENCE).until(() -> rpo("minutely").contains("maintenance mail holds them"));
    assertThat(runs()).isEmpty();

    apply(window(now, "completed: {by: joao, at: \"%s\"}".formatted(now)));

    await().atMost(PATIENCE).until(() -> !runs().isEmpty());
    await().atMost(PATIENCE).until(() -> !rpo("minutely").contains("maintenance"));
  }

  private MaintenanceWindow window(Instant now, String more) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: MaintenanceWindow
        metadata: {name: mail, namespace: %s}
        spec:
          type: Preventive
          components: [{name: mail}]
          start: "%s"
          end: "%s"
          requested: {by: joao, via: Phone, at: "%2$s"}
          announcement: {by: ana, at: "%2$s"}
          suppress: {backups: Pause}
          %4$s
        """
            .formatted(
                namespace, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), more),
        MaintenanceWindow.class);
  }

  private String rpo(String name) {
    BackupPolicy policy = read(name);
    return policy.getStatus() == null
        ? ""
        : policy.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals("RPOMet"))
            .map(Condition::getMessage)
            .findFirst()
            .orElse("");
  }

  /** A clock that shows a new minute soon, so that no test waits for one. */
  private static Clock fewSecondsBeforeTheMinute() {
    Clock system = Clock.systemUTC();
    Instant now = system.instant();
    Instant soon = now.plusSeconds(4);
    Instant next = Instant.ofEpochSecond((soon.getEpochSecond() / 60 + 1) * 60);
    return Clock.offset(system, Duration.between(soon, next));
  }

  private Operator operator(Clock clock) {
    return operator(clock, Set.of(namespace));
  }

  private Operator operator(Clock clock, Set<String> namespaces) {
    return PolicyOperator.start(client, clock, namespaces);
  }

  private void apply(HasMetadata object) {
    client.resource(object).fieldManager("tester").forceConflicts().serverSideApply();
  }

  private BackupPolicy policy(String name, String cron, String zone) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          schedules: [{name: often, cron: "%s"}]
          timeZone: %s
          source:
            postgresql: {host: db.example.org, credentialsRef: {name: payroll-reader}}
          repositories: [{name: offsite}]
        """
            .formatted(name, namespace, cron, zone),
        BackupPolicy.class);
  }

  private BackupPolicy read(String name) {
    return Objects.requireNonNull(
        client.resources(BackupPolicy.class).inNamespace(namespace).withName(name).get());
  }

  private static BackupPolicySpec withRetention(BackupPolicySpec spec, int keepDaily) {
    ObjectNode changed = Serialization.unmarshal(Serialization.asJson(spec), ObjectNode.class);
    changed.putObject("retention").put("keepDaily", keepDaily);
    return Serialization.unmarshal(changed.toString(), BackupPolicySpec.class);
  }

  private RetentionResult beyondTheLimit(String policy) {
    Instant decidedAt = Instant.parse("2026-11-26T12:00:00Z");
    return new RetentionResult(
        namespace,
        policy,
        decidedAt,
        "keepDaily=3",
        365,
        0,
        362,
        109,
        new Announcement(decidedAt, "keepDaily=3 in Etc/UTC"),
        Map.of(),
        List.of(),
        null);
  }

  private @Nullable String heldBack(String name) {
    return condition(name, "RetentionHeldBack");
  }

  private @Nullable String activeRun(String name) {
    BackupPolicy policy = read(name);
    return policy.getStatus() == null ? null : policy.getStatus().activeRun();
  }

  private @Nullable String reason(String name) {
    return condition(name, "Ready");
  }

  private @Nullable String condition(String name, String type) {
    BackupPolicy policy = read(name);
    return policy.getStatus() == null
        ? null
        : policy.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals(type))
            .findFirst()
            .map(Condition::getReason)
            .orElse(null);
  }

  private List<BackupRun> runs() {
    return client.resources(BackupRun.class).inNamespace(namespace).list().getItems();
  }

  private List<BackupRun> missed() {
    return runs().stream().filter(run -> run.getSpec().trigger().missed() != null).toList();
  }

  private List<Event> events() {
    return client.v1().events().inNamespace(namespace).list().getItems();
  }
}
