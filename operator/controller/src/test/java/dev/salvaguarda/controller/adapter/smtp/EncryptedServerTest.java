package dev.salvaguarda.controller.adapter.smtp;

import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.ANA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.dispatch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.testkit.mail.Act;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import dev.salvaguarda.testkit.process.Running;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is said in the open that should not be, and to nobody who is not who he should be. */
class EncryptedServerTest {
  @RegisterExtension
  static final Running<ScriptedSmtpServer> SERVER = Running.from(ScriptedSmtpServer::start);

  @RegisterExtension
  static final Running<ScriptedSmtpServer> IMPLICIT =
      Running.from(ScriptedSmtpServer::startImplicitTls);

  private final ScriptedSmtpServer server = SERVER.get();
  private final SmtpTransport transport = new SmtpTransport();

  @AfterEach
  void reset() {
    server.reset();
  }

  @ParameterizedTest
  @EnumSource(EmailLogin.Mechanism.class)
  void logsInByEveryMechanism(EmailLogin.Mechanism mechanism) {
    EmailLogin.Auth auth = MailFixtures.auth(mechanism, SmtpServer.PASSWORD);

    assertThat(transport.probe(MailFixtures.with(startTls(), auth))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(EmailLogin.Mechanism.class)
  void aWrongSecretIsRefusedByEveryMechanism(EmailLogin.Mechanism mechanism) {
    EmailLogin.Auth auth = MailFixtures.auth(mechanism, "canary-of-a-secret");

    assertThat(transport.probe(MailFixtures.with(startTls(), auth)).orElseThrow())
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.LOGIN_REFUSED);
          assertThat(failure.toString()).doesNotContain("canary");
        });
  }

  @Test
  void aTokenThatIsChallengedIsRefused() {
    server.at("AUTH", new Act.Say("334 eyJzdGF0dXMiOiI0MDEifQ=="));
    EmailLogin.Auth auth = MailFixtures.auth(EmailLogin.Mechanism.XOAUTH2, "expired");

    assertThat(transport.probe(MailFixtures.with(startTls(), auth)).orElseThrow().message())
        .isEqualTo("localhost refuses the user or the token: 334.");
  }

  @Test
  void aServerThatRepeatsTheLoginIsNotRepeated() {
    server.at("AUTH", new Act.Say("535 5.7.8 AHNhbHZhZ3VhcmRhAGNhbmFyeQ== canary"));
    EmailLogin.Auth auth = MailFixtures.auth(EmailLogin.Mechanism.PLAIN, "canary");

    assertThat(transport.probe(MailFixtures.with(startTls(), auth)).orElseThrow().message())
        .isEqualTo("localhost refuses the user or the password: 535 5.7.8.");
  }

  @Test
  void aLoginThatCanNotBeCheckedNowIsTriedAgain() {
    server.at("AUTH", new Act.Say("454 4.7.0 Later"));
    EmailLogin.Auth auth = MailFixtures.auth(EmailLogin.Mechanism.PLAIN, "any");

    assertThat(transport.probe(MailFixtures.with(startTls(), auth)).orElseThrow().reason())
        .isEqualTo(Reason.DEFERRED);
  }

  @Test
  void withoutTheLoginThatWasAskedForNothingIsSent() {
    server.at("EHLO", new Act.Say("250 localhost"));
    EmailLogin.Auth auth = MailFixtures.auth(EmailLogin.Mechanism.PLAIN, "any");
    EmailLogin login = MailFixtures.with(MailFixtures.plain(server), auth);

    assertThat(transport.probe(login).orElseThrow().message())
        .isEqualTo("localhost offers no login.");
    assertThat(transport.send(login, dispatch(ANA))).isInstanceOf(SendOutcome.NotSent.class);
    assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aMechanismThatIsNotOfferedIsNamed() {
    server.at("EHLO", new Act.Say("250-localhost\n250 AUTH CRAM-MD5"));
    EmailLogin.Auth auth = MailFixtures.auth(EmailLogin.Mechanism.XOAUTH2, "any");

    assertThat(
            transport
                .probe(MailFixtures.with(MailFixtures.plain(server), auth))
                .orElseThrow()
                .message())
        .isEqualTo("localhost does not offer the login XOAUTH2.");
  }

  @Test
  void aServerWhoseStartTlsWasTakenAwayGetsNothing() {
    server.at("EHLO", new Act.Say("250-localhost\n250 AUTH PLAIN"));
    EmailLogin login =
        MailFixtures.with(
            startTls(), MailFixtures.auth(EmailLogin.Mechanism.PLAIN, SmtpServer.PASSWORD));

    DeliveryFailure failure =
        ((SendOutcome.NotSent) transport.send(login, dispatch(ANA))).failure();

    assertThat(failure.reason()).isEqualTo(Reason.TLS_NOT_TRUSTED);
    assertThat(failure.message())
        .isEqualTo(
            "localhost:%d offers no STARTTLS; nothing is sent without.".formatted(server.port()));
    assertThat(server.commands()).allMatch(line -> line.isEmpty() || line.startsWith("EHLO"));
  }

  @Test
  void aServerThatRefusesStartTlsGetsNothing() {
    server.at("STARTTLS", new Act.Say("454 4.7.0 No TLS today"));

    assertThat(probe(startTls()).reason()).isEqualTo(Reason.TLS_NOT_TRUSTED);
    assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    EmailLogin login =
        MailFixtures.login(
            server, EmailLogin.Tls.START_TLS, MailFixtures.pem(IMPLICIT.get().caBundle()), null);

    assertThat(probe(login))
        .isEqualTo(
            new DeliveryFailure(
                Reason.TLS_NOT_TRUSTED,
                "",
                "localhost:%d has a certificate that is not trusted.".formatted(server.port())));
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    try (ScriptedSmtpServer other = ScriptedSmtpServer.startAs("mail.example.org")) {
      assertThat(probe(MailFixtures.encrypted(other, EmailLogin.Tls.START_TLS)).message())
          .isEqualTo("localhost:%d has a certificate for another name.".formatted(other.port()));
    }
  }

  @Test
  void encryptsFromTheFirstByteWhereThatIsAskedFor() {
    EmailLogin login = MailFixtures.encrypted(IMPLICIT.get(), EmailLogin.Tls.IMPLICIT);

    assertThat(transport.send(login, dispatch(ANA)))
        .isEqualTo(new SendOutcome.Answered("4XyZ1", Map.of()));
    assertThat(IMPLICIT.get().commands()).noneMatch(line -> line.startsWith("STARTTLS"));
  }

  @Test
  void aBundleThatCanNotBeReadIsToldInASentence() {
    for (String bundle : List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n")) {
      assertThat(
              probe(MailFixtures.login(server, EmailLogin.Tls.START_TLS, bundle, null)).message())
          .startsWith("The CA bundle holds no certificate in PEM form");
    }
    assertThat(server.commands()).isEmpty();
  }

  private EmailLogin startTls() {
    return MailFixtures.encrypted(server, EmailLogin.Tls.START_TLS);
  }

  private DeliveryFailure probe(EmailLogin login) {
    Optional<DeliveryFailure> failure = transport.probe(login);
    return failure.orElseThrow();
  }
}
