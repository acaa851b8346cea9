package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ClusterRole of the reference page is what the operator uses, no less and no more. The API
 * server's own log says what was asked for: whichever line is taken away, something is refused
 * here; a line that is not needed any more is named.
 */
class RightsIT {
  private static final Duration LONG = Duration.ofMinutes(6);
  private static final int MANY_FILES = 400;
  private static final String TOKEN = "the-token-of-the-test-0123456789";

  /** Asked for by the API server itself, before it lets somebody own an object. */
  private static final String OF_OWNERS = "/finalizers update";

  private static AuditLog audit;
  private static Landscape landscape;

  @TempDir private static Path folder;
  private static OperatorAccount account;
  private KubernetesClient admin;
  private String namespace;
  private Lease lease = new Lease();

  @BeforeAll
  static void start() throws Exception {
    audit = new AuditLog(folder);
    List<String> flags = new ArrayList<>(audit.flags());
    flags.add("--enable-admission-plugins=OwnerReferencesPermissionEnforcement");
    landscape = Landscape.start(flags);
    account = OperatorAccount.create(landscape.cluster(), folder);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespace() {
    admin = landscape.client();
    namespace = landscape.namespace("rights");
  }

  @Test
  void theOperatorUsesEachRightOfTheRoleAndNeedsNoOther() throws Exception {
    Landscape.fill(folder.resolve("share"), MANY_FILES, 20261125);
    try (OperatorProcess operator =
        OperatorProcess.launch(
            account.kubeconfig(),
            Map.of(
                "SALVAGUARDA_KEEP_WORKERS",
                "3s",
                "SALVAGUARDA_NOTICES_KEEP_FOR",
                "2m",
                "SALVAGUARDA_ALERTS_TOKENS",
                tokens(),
                "SALVAGUARDA_ALERTS_NAMESPACE",
                namespace))) {
      operator.awaitReady();
      landscape.repository(namespace);
      Manifests.apply(admin, policy("share", "0 0 1 1 *") + "  successfulRunsHistoryLimit: 1\n");
      cancelOneAndQueueAnother();
      assertThat(events())
          .as(operator::log)
          .contains("RepositoryReady", "AttemptStarted", "RunSucceeded");
      askForAnAuthority();
      takeALeftLeaseOver();
      restoreOnce();
      testOnScheduleAndGiveOldTestsUp();
      maintainOnce();
      repeatAnEvent();
      tellSomebodyWhoCannotBeReached();
      tellOfAnIncident();
      tellOfAlerts(operator);
      recordWhatDoesNotConform();
      waitForAPodThatDoesNotStart();
      removeAPodThatDoesNotEnd();
      awaitARunThatIsDue();

      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(audit.used(account.user()))
                  .as("rights that are used")
                  .containsAll(rightsOfTheRole()));
      assertThat(audit.refused(account.user())).as("rights that are missing").isEmpty();
      assertThat(operator.log())
          .doesNotContainIgnoringCase("forbidden")
          .doesNotContain("lacks the right");
    }
  }

  private void cancelOneAndQueueAnother() {
    apply("cancelled");
    await().atMost(LONG).until(() -> phaseOf("cancelled") == RunPhase.RUNNING);
    apply("queued");
    await().atMost(LONG).until(() -> phaseOf("queued") == RunPhase.QUEUED);
    lease = leases().getFirst();
    cancel("cancelled");
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, "cancelled"));
    await().atMost(LONG).until(() -> phaseOf("queued") == RunPhase.SUCCEEDED);
  }

  /** The authority of an object store may stand in a ConfigMap. */
  private void askForAnAuthority() {
    Manifests.apply(
        admin,
        Manifests.repository(namespace, "private", landscape.s3(), namespace)
            .replace("http://", "https://")
            .replace(
                "credentialsRef: {name: s3}",
                "credentialsRef: {name: s3}\n    caBundleRef: {name: nobody-made-it}"));
    await()
        .atMost(LONG)
        .until(() -> audit.used(account.user()).contains(AuditLog.right("", "configmaps", "get")));
  }

  /** The lease of a run that has ended comes back; the newest run takes it and is kept alone. */
  private void takeALeftLeaseOver() {
    await().atMost(LONG).until(() -> leases().isEmpty());
    lease.getMetadata().setResourceVersion(null);
    lease.getMetadata().setUid(null);
    lease.getMetadata().setOwnerReferences(List.of());
    admin.resource(lease).create();
    apply("newest");
    await().atMost(LONG).until(() -> landscape.run(namespace, "queued") == null);
  }

  /** Reads what a restore names, and the restore itself before it does what can't be undone. */
  private void restoreOnce() {
    Restores restores = new Restores(admin, namespace);
    restores.create("proof", "purpose: Test\nsource: {policyRef: {name: share}}\n");
    restores.ended("proof");
  }

  /** Makes a test that is due; of those that it made it deletes what the limits give up. */
  private void testOnScheduleAndGiveOldTestsUp() {
    Manifests.apply(
        admin,
        policy("tested", "0 0 1 1 *")
            + "  failedRunsHistoryLimit: 1\n  verification: {schedule: {cron: \"* * * * *\"}}\n");
    Manifests.apply(admin, Manifests.run(namespace, "of-tested", "tested"));
    await().atMost(LONG).until(() -> audit.used(account.user()).contains(ofRestores("create")));
    makeTestOf("tested", "impossible-1");
    makeTestOf("tested", "impossible-2");
    await().atMost(LONG).until(() -> audit.used(account.user()).contains(ofRestores("delete")));
    admin.resources(BackupPolicy.class).inNamespace(namespace).withName("tested").delete();
  }

  private static String ofRestores(String verb) {
    return AuditLog.right("salvaguarda.dev", "restores", verb);
  }

  /** As the operator makes them, but of a time of which there is no copy. */
  private void makeTestOf(String policy, String name) {
    String uid =
        admin
            .resources(BackupPolicy.class)
            .inNamespace(namespace)
            .withName(policy)
            .get()
            .getMetadata()
            .getUid();
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Restore
        metadata:
          name: %s
          namespace: %s
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: %s, uid: %s}
        spec:
          purpose: Test
          source: {policyRef: {name: %s, at: "2020-01-01T00:00:00Z"}}
        """
            .formatted(name, namespace, policy, uid, policy));
  }

  /** A pass owns its Jobs through the repository, and needs nothing else that is new. */
  private void maintainOnce() {
    change("{\"spec\":{\"maintenance\":{\"cron\":\"* * * * *\"}}}");
    await().atMost(LONG).until(() -> events().contains("MaintenanceSucceeded"));
    change("{\"spec\":{\"maintenance\":{\"cron\":\"0 0 1 1 *\"}}}");
  }

  /** Whatever the operator writes into the status at the same moment. */
  private void change(String patch) {
    admin
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .withName("offsite")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** What happens to an object a second time in the same words is counted, not told again. */
  private void repeatAnEvent() {
    for (String claim : List.of("wrong", Manifests.PASSWORD, "wrong", Manifests.PASSWORD)) {
      admin
          .resource(Manifests.secret(namespace, "archive", Map.of("password", claim)))
          .createOr(existing -> existing.update());
      change("{\"spec\":{\"probeInterval\":\"10s\"}}");
      String ready = claim.equals("wrong") ? "False" : "True";
      await().atMost(LONG).until(() -> readiness().equals(ready));
    }
  }

  /**
   * What can't be delivered is handed to another channel, once what it depends on was looked for.
   */
  private void tellSomebodyWhoCannotBeReached() {
    admin
        .resource(Manifests.secret(namespace, "technician", Map.of("addresses", "a@example.org")))
        .create();
    channel("technician", "3s", "  fallbackRef: {name: other}\n");
    channel("other", "3s", "");
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Notice
        metadata: {namespace: %s, name: told}
        spec:
          subject: {kind: BackupRun, name: share, uid: nobody}
          message: BackupFailed
          channelRef: {name: technician}
          locale: en
          rendered: {subject: It failed, body: It failed.}
          thread: share
          eventTime: "2026-11-27T01:00:00Z"
          dependsOn: [nobody-made-it]
        """
            .formatted(namespace));
    await()
        .atMost(LONG)
        .until(() ->
            admin.resources(Notice.class).inNamespace(namespace).list().getItems().stream()
                    .filter(notice -> notice.getStatus() != null)
                    .filter(notice -> notice.getStatus().state() == NoticeStatus.State.FAILED)
                    .count()
                == 2);
  }

  /** What is decided is told within the channel's deadline, however slow the machine is. */
  private void tellOfAnIncident() {
    channel(
        "group", "1h", "  subscribes: [{messages: [IncidentConfirmed, MaintenanceScheduled]}]\n");
    channelByHand("chat", "group");
    Instant decided = Clock.systemUTC().instant();
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Incident
        metadata: {namespace: %s, name: mail}
        spec:
          type: Failure
          component: {name: mail}
          origin: Internal
          impact: access to mailboxes
          verdict: {outcome: Confirmed, scope: General, by: ana, at: "%s"}
        """
            .formatted(namespace, decided));
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: MaintenanceWindow
        metadata: {namespace: %s, name: mail}
        spec:
          type: Preventive
          components: [{name: mail}]
          start: "%s"
          end: "%s"
          requested: {by: ana, via: Phone, at: "%s"}
          announcement: {by: ana, at: "%4$s"}
        """
            .formatted(
                namespace,
                decided.plus(Duration.ofHours(1)),
                decided.plus(Duration.ofHours(2)),
                decided));
    await()
        .atMost(LONG)
        .until(() ->
            admin
                    .resources(Incident.class)
                    .inNamespace(namespace)
                    .withName("mail")
                    .require()
                    .getStatus()
                != null);
    await()
        .atMost(LONG)
        .until(() ->
            audit
                .used(account.user())
                .containsAll(
                    Set.of(
                        AuditLog.right("salvaguarda.dev", "incidents", "get"),
                        AuditLog.right("salvaguarda.dev", "maintenancewindows", "get"))));
  }

  private static String tokens() throws IOException {
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(tokens.resolve("token"), TOKEN);
    return tokens.toString();
  }

  /** The one opens an incident, the other is kept back by the maintenance that goes on. */
  private void tellOfAlerts(OperatorProcess operator) throws Exception {
    Instant begun = Clock.systemUTC().instant().minusSeconds(60);
    Manifests.apply(admin, window("portal", begun, begun.plus(Duration.ofHours(2))));
    for (String component : List.of("intranet", "portal")) {
      assertThat(
              operator
                  .alert(
                      TOKEN,
                      """
                      {"version": "4", "alerts": [{"status": "firing", "fingerprint": "f1",
                       "startsAt": "2026-11-27T17:00:00Z", "labels": {"component": "%s"}}]}
                      """
                          .formatted(component))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  /** Decided upon a minute before it begins. */
  private String window(String component, Instant start, Instant end) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: MaintenanceWindow
    metadata: {namespace: %s, name: %s}
    spec:
      type: Preventive
      components: [{name: %2$s}]
      start: "%s"
      end: "%s"
      requested: {by: ana, via: Phone, at: "%5$s"}
      announcement: {by: ana, at: "%5$s"}
    """
        .formatted(namespace, component, start, end, start.minusSeconds(60));
  }

  /** A policy that is late with its first copy a second after it was made. */
  private void recordWhatDoesNotConform() {
    Manifests.apply(
        admin, policy("late", "0 0 1 1 *") + "  objectives: {rpo: 1s}\n  nonConformity: {}\n");
    await()
        .atMost(LONG)
        .until(() ->
            admin.resources(Incident.class).inNamespace(namespace).withName("late-late-1").get()
                != null);
  }

  private void channel(String name, String deadline, String more) {
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {namespace: %s, name: %s}
        spec:
          email: {host: 127.0.0.1, port: 1, tls: None, from: backup@example.org}
          recipients: [{organization: TI, addressesRef: {name: technician}}]
          retry: {schedule: [1s], deadline: %s}
        """
                .formatted(namespace, name, deadline)
            + more);
  }

  /** Its report, good or bad, says that the channel was found on which people are to be asked. */
  private void channelByHand(String name, String via) {
    Manifests.apply(
        admin,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {namespace: %s, name: %s}
        spec:
          manual: {place: Chat, via: {name: %s}}
          subscribes: [{messages: [IncidentConfirmed]}]
        """
            .formatted(namespace, name, via));
    await()
        .atMost(LONG)
        .until(() ->
            admin
                    .resources(NotificationChannel.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .require()
                    .getStatus()
                != null);
  }

  private String readiness() {
    return admin
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .withName("offsite")
        .get()
        .getStatus()
        .conditions()
        .getFirst()
        .getStatus();
  }

  private List<Lease> leases() {
    return admin.leases().inNamespace(namespace).list().getItems();
  }

  /**
   * Only an Event says which Secret its container waits for. A hook keeps the run until it ends.
   */
  private void waitForAPodThatDoesNotStart() {
    Manifests.apply(
        admin,
        policy("unready", "0 0 1 1 *")
                .replaceFirst(
                    "files:\\s+hostPath: \\{.*?}",
                    "postgresql: {host: db.example.org, databases: [payroll],"
                        + " credentialsRef: {name: nobody-made-it}}")
            + "  hooks: {after: [{name: told, http: {url: 'http://localhost:1/'}}]}\n");
    Manifests.apply(admin, Manifests.run(namespace, "waiting", "unready"));
    await()
        .atMost(LONG)
        .until(() -> audit.used(account.user()).contains(AuditLog.right("", "events", "list")));
    cancel("waiting");
  }

  private void removeAPodThatDoesNotEnd() {
    apply("lost");
    await().atMost(LONG).until(() -> phaseOf("lost") == RunPhase.RUNNING && hasPod("lost"));
    landscape.node().loseNode();
    try {
      cancel("lost");
      await().atMost(LONG).until(() -> landscape.hasEnded(namespace, "lost"));
    } finally {
      landscape.node().returnNode();
    }
  }

  private void awaitARunThatIsDue() {
    Manifests.apply(admin, policy("minutely", "* * * * *"));
    await().atMost(LONG).until(() -> !runsOf("minutely").isEmpty());
  }

  private boolean hasPod(String run) {
    return landscape.node().runningPods().stream()
        .map(pod -> pod.getMetadata())
        .filter(pod -> pod.getNamespace().equals(namespace))
        .anyMatch(pod -> run.equals(pod.getLabels().get("salvaguarda.dev/run")));
  }

  private static Set<String> rightsOfTheRole() {
    Set<String> rights = new TreeSet<>();
    OperatorAccount.role()
        .getRules()
        .forEach(rule ->
            rule.getResources()
                .forEach(resource ->
                    rule.getVerbs()
                        .forEach(verb ->
                            rights.add(
                                AuditLog.right(rule.getApiGroups().getFirst(), resource, verb)))));
    rights.removeIf(right -> right.endsWith(OF_OWNERS));
    return rights;
  }

  @Test
  void theOperatorMayNotWriteWhatPeopleWrote() throws Exception {
    Manifests.apply(admin, policy("share", "0 0 1 1 *"));
    try (KubernetesClient operator =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(
                        io.fabric8.kubernetes.client.Config.fromKubeconfig(
                            Files.readString(account.kubeconfig())))
                    .build())
            .build()) {
      assertThat(operator.secrets().inNamespace(namespace).withName("archive").get()).isNotNull();
      for (Runnable forbidden :
          List.<Runnable>of(
              () ->
                  operator
                      .resources(BackupPolicy.class)
                      .inNamespace(namespace)
                      .withName("share")
                      .patch(
                          PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}"),
              () -> operator.secrets().inNamespace(namespace).list(),
              () -> operator.secrets().inNamespace(namespace).withName("archive").delete(),
              () -> operator.configMaps().inNamespace(namespace).list())) {
        assertRefused(forbidden);
      }
    }
  }

  private static void assertRefused(Runnable forbidden) {
    org.assertj.core.api.Assertions.assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(forbidden::run)
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(403));
  }

  private String policy(String name, String cron) {
    return Manifests.filesPolicy(namespace, name, folder.resolve("share"), cron);
  }

  private void apply(String run) {
    Manifests.apply(admin, Manifests.run(namespace, run, "share"));
  }

  private void cancel(String run) {
    admin
        .resources(BackupRun.class)
        .inNamespace(namespace)
        .withName(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }

  private RunPhase phaseOf(String run) {
    return landscape.phase(namespace, run).orElse(RunPhase.PENDING);
  }

  private List<BackupRun> runsOf(String policy) {
    return admin.resources(BackupRun.class).inNamespace(namespace).list().getItems().stream()
        .filter(run -> run.getSpec().policyRef().name().equals(policy))
        .toList();
  }

  private List<String> events() {
    return admin.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
