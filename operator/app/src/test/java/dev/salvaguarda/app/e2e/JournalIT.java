package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.agent.Agent;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old notices leave the cluster for the bucket, and can be read there. */
class JournalIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final List<String> NAMES = List.of("one", "three", "two");

  @TempDir private static Path folder;
  private static Landscape landscape;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @Test
  void oldNoticesWaitForTheirRepositoryAndAreReadInALockedBucketAfterwards() throws Exception {
    KubernetesClient admin = landscape.client();
    String namespace = landscape.namespace("journal");
    String bucket = landscape.s3().newBucketWithObjectLock();
    landscape.s3().lockFromNowOn(bucket);
    OperatorAccount account = OperatorAccount.create(landscape.cluster(), folder);
    try (OperatorProcess operator =
        OperatorProcess.launch(
            account.kubeconfig(), Map.of("SALVAGUARDA_NOTICES_KEEP_FOR", "20s"))) {
      operator.awaitReady();
      Manifests.apply(admin, Manifests.repository(namespace, "offsite", landscape.s3(), bucket));
      await().atMost(LONG).until(() -> events(namespace).contains("RepositoryReady"));
      landscape.s3().kill();
      makeSettledNotices(namespace);

      await().atMost(LONG).until(() -> events(namespace).contains("NoticesNotJournaled"));
      assertThat(notices(namespace)).hasSize(NAMES.size());
      assertThat(operator.get("/q/metrics").body())
          .contains("salvaguarda_notices_awaiting_journal{namespace=\"" + namespace + "\"");

      landscape.s3().restart();
      await().atMost(LONG).until(() -> notices(namespace).isEmpty());
      await().atMost(LONG).until(() -> events(namespace).contains("NoticesJournaled"));
    }

    Restic restic = new Restic(landscape.s3(), bucket, "offsite", Manifests.PASSWORD, folder);
    assertThat(restic.run("check", "--read-data")).contains("no errors were found");
    restic.run("prune");
    assertThat(journal(bucket).lines())
        .map(line -> Serialization.unmarshal(line, Notice.class))
        .allSatisfy(notice -> assertThat(notice.getStatus().settled()).isTrue())
        .extracting(notice -> notice.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(NAMES);
  }

  @Test
  void aNamespaceWhoseChannelIsGoneIsLookedThroughAsWell() throws Exception {
    String namespace = landscape.namespace("orphan");
    String bucket = landscape.s3().newBucket();
    OperatorAccount account = OperatorAccount.create(landscape.cluster(), folder);
    makeSettledNotices(namespace);
    try (OperatorProcess operator = OperatorProcess.launch(account.kubeconfig(), Map.of())) {
      operator.awaitReady();
      await()
          .atMost(LONG)
          .until(() ->
              notices(namespace).stream()
                  .allMatch(notice ->
                      notice.getStatus() != null
                          && Boolean.TRUE.equals(notice.getStatus().settled())));
    }
    landscape
        .client()
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withName("technician")
        .delete();
    Manifests.apply(
        landscape.client(), Manifests.repository(namespace, "offsite", landscape.s3(), bucket));

    try (OperatorProcess _ =
        OperatorProcess.launch(
            account.kubeconfig(), Map.of("SALVAGUARDA_NOTICES_KEEP_FOR", "20s"))) {
      await().atMost(LONG).until(() -> notices(namespace).isEmpty());
      await().atMost(LONG).until(() -> events(namespace).contains("NoticesJournaled"));
    }

    assertThat(journal(bucket).lines()).hasSize(NAMES.size());
  }

  private static void makeSettledNotices(String namespace) {
    landscape
        .client()
        .resource(Manifests.secret(namespace, "technician", Map.of("addresses", "a@example.org")))
        .create();
    Manifests.apply(
        landscape.client(),
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {namespace: %s, name: technician}
        spec:
          email: {host: 127.0.0.1, port: 1, tls: None, from: backup@example.org}
          recipients: [{organization: TI, addressesRef: {name: technician}}]
          retry: {schedule: [1s], deadline: 2s}
        """
            .formatted(namespace));
    NAMES.forEach(name ->
        Manifests.apply(
            landscape.client(),
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: Notice
            metadata: {namespace: %s, name: %s}
            spec:
              subject: {kind: BackupRun, name: share, uid: nobody}
              message: BackupFailed
              channelRef: {name: technician}
              locale: en
              rendered: {subject: It failed, body: "It failed: läuft nicht."}
              thread: %2$s
              eventTime: "2026-11-27T01:00:00Z"
            """
                .formatted(namespace, name)));
  }

  /** As a person prints it, with what restic is told. */
  private static String journal(String bucket) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
    Map<String, String> variables =
        Map.of(
            "RESTIC_REPOSITORY",
            "s3:" + landscape.s3().endpoint() + "/" + bucket + "/offsite",
            "RESTIC_PASSWORD",
            Manifests.PASSWORD,
            "AWS_ACCESS_KEY_ID",
            landscape.s3().accessKey(),
            "AWS_SECRET_ACCESS_KEY",
            landscape.s3().secretKey());
    int status = new Agent(Clock.systemUTC(), variables, lines, lines).run(List.of("journal"));
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    return text;
  }

  private static List<Notice> notices(String namespace) {
    return landscape.client().resources(Notice.class).inNamespace(namespace).list().getItems();
  }

  private static List<String> events(String namespace) {
    return landscape.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
