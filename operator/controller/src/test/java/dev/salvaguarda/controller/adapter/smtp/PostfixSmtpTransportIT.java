package dev.salvaguarda.controller.adapter.smtp;

import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.ANA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.testkit.mail.PostfixServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostfixSmtpTransportIT extends SmtpTransportContractTest {
  @Override
  SmtpServer startServer() {
    return PostfixServer.start();
  }

  @Override
  EmailLogin login(SmtpServer server) {
    return login(MailFixtures.auth(EmailLogin.Mechanism.PLAIN, SmtpServer.PASSWORD));
  }

  @Test
  void aTokenLogsIn() {
    EmailLogin.Mechanism mechanism = EmailLogin.Mechanism.XOAUTH2;

    assertThat(transport.probe(login(MailFixtures.auth(mechanism, SmtpServer.PASSWORD)))).isEmpty();
    assertThat(
            transport.probe(login(MailFixtures.auth(mechanism, "expired"))).orElseThrow().reason())
        .isEqualTo(Reason.LOGIN_REFUSED);
  }

  @Test
  void itsLoginIsForEncryptedConnections() {
    EmailLogin plain =
        MailFixtures.with(
            MailFixtures.plain(postfix()),
            MailFixtures.auth(EmailLogin.Mechanism.PLAIN, SmtpServer.PASSWORD));

    assertThat(transport.probe(plain).orElseThrow().message())
        .isEqualTo("localhost offers no login.");
  }

  @Test
  void itTellsApartWhoGotItWhoMayAndWhoNeverWill() {
    SendOutcome.Answered first =
        answered("mixed", ANA, PostfixServer.UNKNOWN, PostfixServer.GREYLISTED, PostfixServer.FULL);

    assertThat(first.providerId()).matches("[0-9A-F]{8,}");
    assertThat(first.refused())
        .containsOnlyKeys(PostfixServer.UNKNOWN, PostfixServer.GREYLISTED, PostfixServer.FULL);
    assertFailure(first, PostfixServer.UNKNOWN, Reason.REJECTED, "550 5.1.1");
    assertFailure(first, PostfixServer.GREYLISTED, Reason.DEFERRED, "450 4.2.0");
    assertFailure(first, PostfixServer.FULL, Reason.DEFERRED, "452 4.2.2");
    assertThat(answered("mixed", PostfixServer.GREYLISTED).refused()).isEmpty();
  }

  @Test
  void itDoesNotSendForStrangers() {
    EmailLogin stranger = login((EmailLogin.@Nullable Auth) null);

    SendOutcome outcome = transport.send(stranger, MailFixtures.dispatch("somebody@example.com"));

    assertThat(MailFixtures.refusal(outcome, "somebody@example.com").reason())
        .isEqualTo(Reason.REJECTED);
  }

  @Test
  void aSlowServerIsWaitedForAndNotForEver() {
    assertThat(answered("slow", PostfixServer.SLOW).refused()).isEmpty();

    EmailLogin impatient =
        MailFixtures.with(
            login(postfix()),
            new EmailLogin.Timeouts(
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2)));
    assertThat(transport.send(impatient, MailFixtures.dispatch(PostfixServer.SLOW)))
        .isEqualTo(
            new SendOutcome.NotSent(
                new DeliveryFailure(
                    Reason.SERVER_UNREACHABLE,
                    "",
                    "localhost:%d did not answer within 1 s.".formatted(postfix().port()))));
  }

  private EmailLogin login(EmailLogin.@Nullable Auth auth) {
    return MailFixtures.login(
        postfix(), EmailLogin.Tls.START_TLS, MailFixtures.pem(postfix().caBundle()), auth);
  }

  private SendOutcome.Answered answered(String id, String... addresses) {
    return (SendOutcome.Answered) transport.send(login(postfix()), named(id, addresses));
  }

  private static void assertFailure(
      SendOutcome outcome, String address, Reason reason, String code) {
    DeliveryFailure failure = MailFixtures.refusal(outcome, address);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).doesNotContain(address);
  }

  private PostfixServer postfix() {
    return (PostfixServer) server();
  }
}
