package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.notice.DigestTurn;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Digests on a real API server. */
class DigestApplierIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Instant SEVEN = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant DUE = SEVEN.plus(DigestTurn.GRACE);

  private final KubernetesClient client = PLANE.get().client();

  @Test
  void tellsTheSuccessesThatWaitOnceAndNamesThem() {
    Crds.install(client, Path.of("..", "..", "crds"));
    String namespace = PLANE.get().newNamespace("digest");
    NotificationChannel channel =
        make(namespace, TellingCases.channel("tecnico", "digest: {at: \"07:00\"}"));
    BackupRun run = run(namespace);
    List<Notice> open =
        List.of(
            make(namespace, notice("there", run.getMetadata().getUid())),
            make(namespace, notice("gone", "another-uid")));
    DigestApplier digests = applier();

    assertThat(digests.collect(channel, open, SEVEN)).isEqualTo(DUE);
    assertThat(digests(namespace)).isEmpty();
    digests.collect(channel, open, DUE);
    digests.collect(channel, open, SEVEN.plusSeconds(1_000));

    assertThat(digests(namespace))
        .singleElement()
        .satisfies(digest -> {
          assertThat(digest.getSpec().collects()).containsExactlyInAnyOrder("there", "gone");
          assertThat(digest.getSpec().rendered().body())
              .contains(
                  "- folha: 27/11/2026 22:00 BRT (UTC-03:00), 1,0 GiB, sendo 1,0 MiB de dados"
                      + " novos, em nuvem")
              .contains("- Backup of gone: 28/11/2026 06:00 BRT (UTC-03:00)");
        });
  }

  @Test
  void whatWasToldBeforeACrashIsNotToldAgainAndTheRestIs() {
    Crds.install(client, Path.of("..", "..", "crds"));
    String namespace = PLANE.get().newNamespace("digest");
    NotificationChannel channel =
        make(namespace, TellingCases.channel("tecnico", "digest: {at: \"07:00\"}"));
    Notice first = make(namespace, notice("a", "u"));
    Notice second = make(namespace, notice("b", "u"));
    Notice third = make(namespace, notice("c", "u"));
    DigestApplier before = applier();
    before.collect(channel, List.of(), SEVEN);
    before.collect(channel, List.of(first, second), DUE);

    DigestApplier after = applier();
    Instant back = DUE.plusSeconds(7_200);
    after.collect(channel, List.of(second, third), back);
    after.collect(channel, List.of(second, third), back.plus(DigestTurn.GRACE));

    assertThat(digests(namespace))
        .extracting(digest -> digest.getSpec().collects())
        .containsExactlyInAnyOrder(List.of("a", "b"), List.of("c"));
  }

  @Test
  void thatNoneCanBeMadeHidesNothingAndIsTriedAgain() {
    Crds.install(client, Path.of("..", "..", "crds"));
    DigestApplier digests = applier();
    NotificationChannel channel = TellingCases.channel("tecnico", "");
    channel.getMetadata().setNamespace("no-such-namespace");
    Notice waiting = notice("a", "u");
    waiting.getMetadata().setNamespace("no-such-namespace");
    digests.collect(channel, List.of(waiting), SEVEN);

    assertThat(digests.collect(channel, List.of(waiting), DUE))
        .isAfter(DUE)
        .isBefore(DUE.plusSeconds(60));
  }

  private DigestApplier applier() {
    return new DigestApplier(
        client,
        new TellingApplier(client, Texts.shipped()),
        new ToldTogether(new DigestGatherer(client)),
        new CollectingSince());
  }

  private List<Notice> digests(String namespace) {
    return client.resources(Notice.class).inNamespace(namespace).list().getItems().stream()
        .filter(notice -> notice.getSpec().message().equals("BackupDigest"))
        .toList();
  }

  private BackupRun run(String namespace) {
    BackupRun wanted =
        TellingCases.run(
            """
            phase: Succeeded
            capturedAt: "2026-11-28T01:00:12Z"
            bytesStored: 1048576
            worker: {repository: nuvem}
            targets: [{name: rh, phase: Succeeded, size: 1073741824}]
            """);
    var status = wanted.getStatus();
    BackupRun made = make(namespace, wanted);
    made.setStatus(status);
    return client.resource(made).inNamespace(namespace).updateStatus();
  }

  private static Notice notice(String name, String uid) {
    return Serialization.unmarshal(
        """
        metadata: {name: %1$s}
        spec:
          subject: {kind: BackupRun, name: folha-1, uid: %2$s}
          message: BackupSucceeded
          channelRef: {name: tecnico}
          locale: pt-BR
          rendered: {subject: Backup of %1$s, body: b}
          thread: t
          eventTime: "2026-11-28T09:00:00Z"
          digestTime: "2026-11-28T10:00:00Z"
        """
            .formatted(name, uid),
        Notice.class);
  }

  private <T extends HasMetadata> T make(String namespace, T wanted) {
    wanted.getMetadata().setNamespace(namespace);
    wanted.getMetadata().setUid(null);
    wanted.getMetadata().setCreationTimestamp(null);
    return client.resource(wanted).inNamespace(namespace).create();
  }
}
