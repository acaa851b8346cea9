package dev.salvaguarda.app.e2e;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A namespace whose people are told by mail. */
record Mailing(KubernetesClient client, String namespace, ScriptedSmtpServer server) {
  static final String ANA = "ana@example.org";

  private static final Duration LONG = Duration.ofMinutes(4);

  /** Applies the channel {@code technician} with its Secrets. */
  void applyChannel(String password) {
    applyLogin(password);
    Map<String, Map<String, String>> secrets =
        Map.of(
            "technician", Map.of("addresses", ANA + ";\n"),
            "mail-authority", Map.of("ca.crt", read(server)));
    secrets.forEach(
        (name, data) -> client.resource(Manifests.secret(namespace, name, data)).create());
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {name: technician, namespace: %s}
        spec:
          email:
            host: localhost
            port: %d
            caBundleRef: {kind: Secret, name: mail-authority, key: ca.crt}
            auth: {credentialsRef: {name: mail-login}}
            from: Salvaguarda <backup@example.org>
            timeouts: {connect: 5s, read: 5s, write: 5s, total: 10s}
          recipients: [{organization: IT, addressesRef: {name: technician}}]
          locale: en
          timeZone: America/Fortaleza
          retry: {schedule: [1s]}
          rate: {perMinute: 600}
          probeInterval: 10s
        """
            .formatted(namespace, server.port()));
  }

  /** The channel tells this about incidents. */
  void subscribe(String... messages) {
    client
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withName("technician")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"subscribes\":[{\"messages\":[\"%s\"]}]}}"
                .formatted(String.join("\",\"", messages)));
  }

  /** A notice in a thread of its own, as the operator makes them. */
  void applyNotice(String name) {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Notice
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          subject: {kind: BackupRun, name: %1$s, uid: %1$s}
          message: BackupFailed
          channelRef: {name: technician}
          locale: en
          rendered: {subject: %1$s of %2$s, body: "Something went wrong: läuft nicht."}
          thread: %1$s
          eventTime: "2026-11-27T02:00:00Z"
        """
            .formatted(name, namespace));
  }

  /** An incident of which everybody is to be told; the operator makes the notice. */
  void applyConfirmedIncident() {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Incident
        metadata: {name: correio, namespace: %s}
        spec:
          type: Failure
          component: {name: correio}
          origin: Internal
          impact: access to mailboxes
          verdict: {outcome: Confirmed, scope: General, by: ana, at: "%s"}
        """
            .formatted(namespace, Clock.systemUTC().instant()));
  }

  /** The copies of a notice that {@link #applyNotice} made, however many came. */
  List<Mail> copies(String notice) {
    return arrived().stream()
        .filter(mail -> mail.subject().equals(notice + " of " + namespace))
        .toList();
  }

  void awaitDelivered(String notice) {
    Awaitility.await(notice).atMost(LONG).until(() -> isDelivered(notice));
  }

  void applyLogin(String password) {
    client
        .resource(
            new SecretBuilder(
                    Manifests.secret(
                        namespace,
                        "mail-login",
                        Map.of("username", SmtpServer.USER, "password", password)))
                .build())
        .createOr(existing -> existing.update());
  }

  /** What has arrived so far for the only receiver, oldest first, of all namespaces. */
  List<Mail> arrived() {
    return server.received(ANA).stream().map(Mail::of).toList();
  }

  /** The messages of the namespace's notices that tell this. */
  List<Mail> arrived(String message) {
    List<String> ids =
        notices().stream()
            .filter(notice -> notice.getSpec().message().equals(message))
            .map(notice -> notice.getMetadata().getUid())
            .toList();
    return arrived().stream()
        .filter(mail -> ids.stream().anyMatch(id -> mail.id().contains(id)))
        .toList();
  }

  Mail await(String message) {
    Awaitility.await(message).atMost(LONG).until(() -> !arrived(message).isEmpty());
    return arrived(message).getFirst();
  }

  List<Notice> notices() {
    return client.resources(Notice.class).inNamespace(namespace).list().getItems();
  }

  Optional<NoticeStatus> status(String notice) {
    return Optional.ofNullable(
            client.resources(Notice.class).inNamespace(namespace).withName(notice).get())
        .map(Notice::getStatus);
  }

  boolean isDelivered(String notice) {
    return status(notice)
        .map(NoticeStatus::state)
        .filter(NoticeStatus.State.DELIVERED::equals)
        .isPresent();
  }

  private static String read(ScriptedSmtpServer server) {
    try {
      return Files.readString(server.caBundle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
