package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Logins and notices that the tests of mail have in common. */
final class MailFixtures {
  static final String ANA = "ana@example.org";
  static final String BOB = "bob@example.org";
  static final String EVA = "eva@example.org";

  static final EmailLogin.Timeouts PATIENT =
      new EmailLogin.Timeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120));

  private MailFixtures() {}

  static EmailLogin plain(SmtpServer server) {
    return login(server, EmailLogin.Tls.NONE, null, null);
  }

  static EmailLogin encrypted(ScriptedSmtpServer server, EmailLogin.Tls tls) {
    return login(server, tls, pem(server.caBundle()), null);
  }

  static EmailLogin login(
      SmtpServer server,
      EmailLogin.Tls tls,
      @Nullable String authorities,
      EmailLogin.@Nullable Auth auth) {
    return new EmailLogin(
        server.host(),
        server.port(),
        tls,
        authorities,
        auth,
        "Cópias de segurança <backup@example.org>",
        "support@example.org",
        "example.org",
        PATIENT);
  }

  static EmailLogin with(EmailLogin login, EmailLogin.Auth auth) {
    return new EmailLogin(
        login.host(),
        login.port(),
        login.tls(),
        login.authorities(),
        auth,
        login.from(),
        login.replyTo(),
        login.domain(),
        login.timeouts());
  }

  static EmailLogin with(EmailLogin login, EmailLogin.Timeouts timeouts) {
    return new EmailLogin(
        login.host(),
        login.port(),
        login.tls(),
        login.authorities(),
        login.auth(),
        login.from(),
        login.replyTo(),
        login.domain(),
        timeouts);
  }

  static EmailLogin.Auth auth(EmailLogin.Mechanism mechanism, String secret) {
    return new EmailLogin.Auth(mechanism, SmtpServer.USER, new SensitiveText(secret));
  }

  /** Why an address was refused by a server that answered for all. */
  static DeliveryFailure refusal(SendOutcome outcome, String address) {
    return Objects.requireNonNull(((SendOutcome.Answered) outcome).refused().get(address), address);
  }

  static Dispatch dispatch(String... addresses) {
    return named("7c1e", addresses);
  }

  static Dispatch named(String id, String... addresses) {
    return new Dispatch(
        new Dispatch.About(id, "0aa1", "ti", "told", "BackupSucceeded", "BackupRun", "payroll-1"),
        List.of(addresses),
        new Rendered(
            "Transferência concluída: folha de pagamento",
            "Olá,\n\nfolha: 12,5 GiB copiados.\n.\n..duas\n\nAté amanhã.\n"),
        "pt-BR",
        Instant.parse("2026-11-28T01:05:09Z"),
        ZoneId.of("America/Fortaleza"),
        0);
  }

  static MimeMessage parse(String raw) {
    try {
      return new MimeMessage(
          Session.getInstance(new Properties()),
          new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
