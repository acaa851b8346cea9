package dev.salvaguarda.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.run.ArchiveInMemory;
import dev.salvaguarda.domain.notice.NoticeRetention;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What a look through a namespace leaves alone. */
@EnableKubernetesMockClient
class JournalPassTest {
  private static final String NAMESPACE = "/apis/salvaguarda.dev/v1alpha1/namespaces/ti/";
  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
  private static final EventRecorder NO_EVENTS = (_, _, _) -> {};
  private final ArchiveInMemory archive = new ArchiveInMemory();

  @SuppressWarnings("NullAway.Init")
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void whatIsDeletedAlreadyAndSomebodyKeepsIsNotWrittenOnceMore() {
    notice(
        ", \"deletionTimestamp\": \"2026-11-30T10:00:00Z\", \"finalizers\": [\"example.org/seen\"]");
    repository("True");

    Passed passed = look();

    assertThat(passed.moved()).isZero();
    assertThat(passed.left()).isZero();
    assertThat(archive.journal("offsite")).isEmpty();
  }

  @Test
  void aRepositoryThatIsKnownNotToBeReadyGetsNothing() {
    notice("");
    repository("False");

    Passed passed = look();

    assertThat(passed.moved()).isZero();
    assertThat(passed.left()).isOne();
    assertThat(passed.trouble())
        .isEqualTo("Repository offsite is not ready: Another repository lies there.");
    assertThat(archive.journal("offsite")).isEmpty();
  }

  @Test
  void oneThatIsReadyGetsThem() {
    notice("");
    repository("True");

    assertThat(look().moved()).isOne();
    assertThat(archive.journal("offsite")).singleElement().asString().contains("uid-old");
  }

  private Passed look() {
    return new JournalPass(
            new JournalGatherer(client),
            new JournalApplier(client, NO_EVENTS),
            archive,
            NoticeRetention.of(Duration.ofDays(400), 5000),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .through("ti");
  }

  private void notice(String more) {
    String notice =
        """
        {"apiVersion": "salvaguarda.dev/v1alpha1", "kind": "Notice", "metadata": {"name": "old", \
        "namespace": "ti", "uid": "uid-old", "resourceVersion": "7", \
        "creationTimestamp": "2025-01-01T00:00:00Z"%s}, "spec": {"thread": "nobody"}, \
        "status": {"state": "Delivered", "settled": true}}\
        """
            .formatted(more);
    answer(
        NAMESPACE + "notices?fieldSelector=status.settled%3Dtrue&limit=50",
        "{\"metadata\": {}, \"items\": [%s]}".formatted(notice));
    answer(NAMESPACE + "notices/old", notice);
    server.expect().delete().withPath(NAMESPACE + "notices/old").andReturn(200, notice).always();
    answer(NAMESPACE + "backuppolicies", "{\"metadata\": {}, \"items\": []}");
    answer(
        "/api/v1/namespaces/ti/secrets/s3",
        """
        {"metadata": {"name": "s3"}, "data": {"accessKey": "YQ==", "secretKey": "cw==", \
        "password": "cA=="}}\
        """);
  }

  private void repository(String ready) {
    answer(
        NAMESPACE + "backuprepositories",
        """
        {"metadata": {}, "items": [{"metadata": {"name": "offsite", "namespace": "ti"}, \
        "spec": {"s3": {"endpoint": "https://s3.example.org", "bucket": "b", \
        "credentialsRef": {"name": "s3"}}, \
        "encryption": {"passwordRef": {"name": "s3", "key": "password"}}}, \
        "status": {"conditions": [{"type": "Ready", "status": "%s", "reason": "NotTheSame", \
        "message": "Another repository lies there.", \
        "lastTransitionTime": "2026-11-30T10:00:00Z"}]}}]}\
        """
            .formatted(ready));
  }

  private void answer(String path, String body) {
    server.expect().get().withPath(path).andReturn(200, body).always();
  }
}
