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
import java.util.Map;
import java.util.Optional;

/** The technician's mail, and the channel that leads there. */
final class Mailbox {
  private static final String TECHNICIAN = "backup-team@example.org";
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int FIRST_LINES = 9;

  private final ScriptedSmtpServer server;

  Mailbox(ScriptedSmtpServer server) {
    this.server = server;
  }

  /** Applies the channel of the examples, but for the digest: nobody waits until the morning. */
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
    Manifests.apply(
        client,
        DemoWorld.NAMESPACE,
        example,
        Map.of(
            "host: mail.example.org",
            "host: %s\n    port: %d\n    caBundleRef: {kind: Secret, name: mail-authority, key: ca.crt}"
                .formatted(server.host(), server.port()),
            "username: backup@example.org",
            "username: " + SmtpServer.USER,
            "password: change-me",
            "password: " + SmtpServer.PASSWORD,
            "locale: pt-BR",
            "locale: en",
            "digest: {at: \"07:00\"}",
            "suspend: false"));
  }

  /** Prints the subject and the first lines of the message about a run, once it has arrived. */
  void show(String run) {
    Mail mail = await(run);
    System.out.println("  Subject: " + mail.subject());
    mail.text()
        .lines()
        .limit(FIRST_LINES)
        .forEach(line -> System.out.println(("  | " + line).stripTrailing()));
    System.out.println("  | ...");
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
