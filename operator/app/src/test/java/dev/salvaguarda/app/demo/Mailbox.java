package dev.salvaguarda.app.demo;

import dev.salvaguarda.app.e2e.Mail;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import dev.salvaguarda.testkit.process.Patience;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What people get by mail, and the channels that lead there. */
final class Mailbox {
  private static final String TECHNICIAN = "backup-team@example.org";
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int FIRST_LINES = 9;

  private final ScriptedSmtpServer server;

  Mailbox(ScriptedSmtpServer server) {
    this.server = server;
  }

  /** Applies the technician's channel, but for the digest: nobody waits until the morning. */
  void applyChannel(KubernetesClient client, Path example) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("mail-authority")
                .withNamespace(DemoWorld.NAMESPACE)
                .endMetadata()
                .addToStringData("ca.crt", authority())
                .build())
        .create();
    applyAnotherChannel(
        client,
        example,
        Map.of(
            "username: backup@example.org",
            "username: " + SmtpServer.USER,
            "password: change-me",
            "password: " + SmtpServer.PASSWORD,
            "locale: pt-BR",
            "locale: en",
            "digest: {at: \"07:00\"}",
            "suspend: false"));
  }

  /** Applies a channel that logs in with what the technician's brought along. */
  void applyAnotherChannel(KubernetesClient client, Path example, Map<String, String> more) {
    Map<String, String> replacements = new HashMap<>(more);
    replacements.put(
        "host: mail.example.org",
        "host: %s\n    port: %d\n    caBundleRef: {kind: Secret, name: mail-authority, key: ca.crt}"
            .formatted(server.host(), server.port()));
    Manifests.apply(client, DemoWorld.NAMESPACE, example, replacements);
  }

  /** Prints the subject and the first lines of the message about a run, once it has arrived. */
  void show(String run) {
    Mail mail = await(run);
    print(mail.subject(), mail.text().lines().limit(FIRST_LINES));
    System.out.println("  | ...");
  }

  /** Prints the newest message for somebody, once there are so many of them. */
  void show(String address, int count) {
    Patience.until(
        "message %d for %s has arrived".formatted(count, address),
        DEADLINE,
        () -> server.received(address).size() >= count,
        () -> "kubectl get ntc says why");
    Mail mail = Mail.of(server.received(address).getLast());
    print(mail.subject(), mail.text().lines());
  }

  private static void print(String subject, Stream<String> lines) {
    System.out.println("  Subject: " + subject);
    lines.forEach(line -> System.out.println(("  | " + line).stripTrailing()));
  }

  private Mail await(String run) {
    Patience.until(
        "the mail about " + run + " has arrived",
        DEADLINE,
        () -> about(run).isPresent(),
        () -> "kubectl get ntc says why");
    return about(run).orElseThrow();
  }

  private Optional<Mail> about(String run) {
    return server.received(TECHNICIAN).stream()
        .map(Mail::of)
        .filter(mail -> mail.text().contains(run))
        .findFirst();
  }

  private String authority() {
    try {
      return Files.readString(server.caBundle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
