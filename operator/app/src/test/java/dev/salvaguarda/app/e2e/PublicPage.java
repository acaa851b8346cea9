package dev.salvaguarda.app.e2e;

import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.testkit.s3.DocumentedRights;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.RemoveObjectArgs;
import io.minio.credentials.Credentials;
import io.minio.errors.ErrorResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A page for everybody, in a bucket on which the operator has the rights of the guide alone. */
record PublicPage(KubernetesClient client, String namespace, MinioServer s3, String bucket) {
  private static final Duration LONG = Duration.ofMinutes(4);

  /** Makes the channel {@code page}; its first probe writes the page. */
  static PublicPage in(String namespace, Landscape landscape) throws IOException {
    PublicPage page =
        new PublicPage(landscape.client(), namespace, landscape.s3(), landscape.s3().newBucket());
    Credentials narrow = DocumentedRights.ofAPage(page.s3, page.bucket);
    page.client
        .resource(
            Manifests.secret(
                namespace,
                "page-writer",
                Map.of(
                    "accessKey", narrow.accessKey(),
                    "secretKey", narrow.secretKey(),
                    "sessionToken", narrow.sessionToken())))
        .create();
    Manifests.apply(
        page.client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {namespace: %s, name: page}
        spec:
          staticSite:
            title: Status of our services
            baseUrl: https://status.example.org
            endpoint: %s
            bucket: %s
            prefix: ti
            credentialsRef: {name: page-writer}
          subscribes: [{messages: [IncidentConfirmed, ServiceRestored]}]
          locale: en
          retry: {schedule: [1s]}
          rate: {perMinute: 600}
          probeInterval: 10s
        """
            .formatted(namespace, page.s3.endpoint(), page.bucket));
    return page;
  }

  /** Records of the incident {@code mail} that it was confirmed and, perhaps, that it is over. */
  void applyIncident(String restoration) {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Incident
        metadata: {namespace: %s, name: mail}
        spec:
          audience: Public
          type: Failure
          component: {name: mail, displayName: "E-mail <of all>"}
          origin: Internal
          occurredAt: "2026-11-27T01:00:00Z"
          impact: access to mailboxes
          verdict: {outcome: Confirmed, scope: General, by: ana-of-the-team, at: "%s"}
        %s
        """
            .formatted(namespace, started(), restoration));
  }

  /** The same in every call, or the decision would change. */
  private String started() {
    return client.namespaces().withName(namespace).get().getMetadata().getCreationTimestamp();
  }

  void restore() {
    applyIncident(
        "  restoration: {by: ana-of-the-team, at: \"%s\"}".formatted(Clock.systemUTC().instant()));
  }

  /** A file with the headers that a browser gets; empty if it is not there. */
  Optional<Answer> get(String name) {
    try (GetObjectResponse answer =
        s3.client()
            .getObject(GetObjectArgs.builder().bucket(bucket).object("ti/" + name).build())) {
      return Optional.of(
          new Answer(
              new String(answer.readAllBytes(), StandardCharsets.UTF_8),
              String.valueOf(answer.headers().get("Content-Type")),
              String.valueOf(answer.headers().get("Cache-Control"))));
    } catch (ErrorResponseException e) {
      return Optional.empty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String awaitText(String name, String part) {
    return await(name + " with " + part)
        .atMost(LONG)
        .until(() -> get(name).map(Answer::text).orElse(""), text -> text.contains(part));
  }

  void take(String name) throws Exception {
    s3.client()
        .removeObject(RemoveObjectArgs.builder().bucket(bucket).object("ti/" + name).build());
  }

  Optional<String> ready() {
    return Optional.ofNullable(
            client
                .resources(NotificationChannel.class)
                .inNamespace(namespace)
                .withName("page")
                .get()
                .getStatus())
        .flatMap(status ->
            status.conditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst())
        .map(condition -> condition.getStatus() + " " + condition.getMessage());
  }

  record Answer(String text, String contentType, String cacheControl) {}
}
