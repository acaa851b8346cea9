package dev.salvaguarda.controller.adapter.smtp;

import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.ANA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.BOB;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.EVA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.dispatch;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.domain.calendar.CalendarEntry;
import dev.salvaguarda.domain.calendar.CalendarText;
import dev.salvaguarda.domain.message.HtmlBody;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.testkit.mail.SmtpServer;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every mail server gets from us, whichever it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SmtpTransportContractTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  final SmtpTransport transport = new SmtpTransport();
  private SmtpServer server;

  abstract SmtpServer startServer();

  /** As encrypted as the server can, and with a login that it knows. */
  abstract EmailLogin login(SmtpServer server);

  @BeforeAll
  void start() {
    server = startServer();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  final SmtpServer server() {
    return server;
  }

  @Test
  void bringsOneMessageToAllAndTellsNoneOfTheOthers() throws Exception {
    SendOutcome outcome = transport.send(login(server), named("shared", ANA, BOB, EVA));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class, answered -> assertThat(answered.refused()).isEmpty());
    for (String address : List.of(ANA, BOB, EVA)) {
      MimeMessage message = arrived(address, "shared");
      assertThat(message.getHeader("To", null)).isEqualTo("undisclosed-recipients:;");
      assertThat(message.getHeader("Cc", null)).isNull();
    }
  }

  @Test
  void theOnlyReceiverIsNamed() throws Exception {
    transport.send(login(server), named("only", ANA));

    assertThat(arrived(ANA, "only").getHeader("To", null)).isEqualTo(ANA);
  }

  @Test
  void bringsTheWordsAsTheyWereFrozen() throws Exception {
    Dispatch dispatch = named("words", ANA);

    transport.send(login(server), dispatch);

    MimeMessage message = arrived(ANA, "words");
    assertThat(message.getSubject()).isEqualTo(dispatch.rendered().subject());
    assertThat(MessageParts.text(message)).isEqualTo(dispatch.rendered().body());
    assertThat(MessageParts.part(message, "text/html"))
        .isEqualTo(HtmlBody.of(dispatch.rendered(), "pt-BR"));
    assertThat(message.getContentLanguage()).containsExactly("pt-BR");
    assertThat(message.getFrom()[0].toString())
        .isEqualTo("=?UTF-8?Q?C=C3=B3pias_de_seguran=C3=A7a?= <backup@example.org>");
    assertThat(message.getReplyTo()[0]).hasToString("support@example.org");
  }

  @Test
  void whatSpeaksToCalendarsIsAFormOfTheMessageAndAFile() throws Exception {
    Dispatch plain = named("calendar", ANA);
    String calendar =
        CalendarText.of(
            new CalendarEntry(
                "uid",
                1,
                plain.eventTime(),
                plain.eventTime(),
                plain.eventTime().plusSeconds(60),
                true),
            new CalendarText.Organizer("TI", "backup@example.org"),
            plain.rendered().subject(),
            plain.rendered().body());
    Rendered rendered = new Rendered(plain.rendered().subject(), plain.rendered().body(), calendar);

    transport.send(
        login(server),
        new Dispatch(
            plain.about(),
            plain.addresses(),
            rendered,
            plain.language(),
            plain.eventTime(),
            plain.zone(),
            plain.asked()));

    MimeMultipart whole = (MimeMultipart) arrived(ANA, "calendar").getContent();
    MimeMultipart forms = (MimeMultipart) whole.getBodyPart(0).getContent();
    assertThat(MessageParts.text(whole.getBodyPart(0))).isEqualTo(rendered.body());
    ContentType type = new ContentType(forms.getBodyPart(2).getContentType());
    assertThat(type.getBaseType()).isEqualTo("text/calendar");
    assertThat(type.getParameter("method")).isEqualTo("CANCEL");
    for (BodyPart part : List.of(forms.getBodyPart(2), whole.getBodyPart(1))) {
      assertThat(part.getInputStream()).hasBinaryContent(calendar.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(whole.getBodyPart(1).getFileName()).isEqualTo("invite.ics");
  }

  @Test
  void headersSayWhichMessageItIsAndThatNobodyWroteIt() throws Exception {
    transport.send(login(server), named("headers", ANA));

    MimeMessage message = arrived(ANA, "headers");
    assertThat(message.getHeader("In-Reply-To", null)).isEqualTo("<thread-0aa1@example.org>");
    assertThat(message.getHeader("References", null)).isEqualTo("<thread-0aa1@example.org>");
    assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(message.getHeader("Date", null)).isEqualTo("Fri, 27 Nov 2026 22:05:09 -0300");
  }

  @Test
  void everyAttemptHasTheSameMessageId() {
    transport.send(login(server), named("twice", BOB));
    transport.send(login(server), named("twice", BOB));

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(server.received(BOB))
                .filteredOn(raw -> raw.contains("Message-ID: <twice@example.org>"))
                .hasSize(2));
  }

  @Test
  void everyByteOfALetterIsAscii() {
    transport.send(login(server), named("ascii", ANA));

    await().atMost(LONG).until(() -> !find(ANA, "ascii").isEmpty());
    assertThat(find(ANA, "ascii"))
        .allSatisfy(
            raw -> assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(raw)).isTrue());
  }

  @Test
  void aProbeLogsInAndSendsNothing() {
    int before = server.received(EVA).size();

    assertThat(transport.probe(login(server))).isEmpty();

    assertThat(server.received(EVA)).hasSize(before);
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    EmailLogin wrong =
        MailFixtures.with(
            login(server), MailFixtures.auth(EmailLogin.Mechanism.PLAIN, "canary-of-a-password"));

    for (DeliveryFailure failure :
        List.of(
            transport.probe(wrong).orElseThrow(),
            ((SendOutcome.NotSent) transport.send(wrong, dispatch(ANA))).failure())) {
      assertThat(failure.reason()).isEqualTo(DeliveryFailure.Reason.LOGIN_REFUSED);
      assertThat(failure.code()).startsWith("535");
      assertThat(failure.toString())
          .doesNotContain("canary", SmtpServer.USER, "Y2FuYXJ5")
          .contains("refuses the user or the password");
    }
  }

  private MimeMessage arrived(String address, String id) {
    await().atMost(LONG).until(() -> !find(address, id).isEmpty());
    return MailFixtures.parse(find(address, id).getFirst());
  }

  private List<String> find(String address, String id) {
    return server.received(address).stream()
        .filter(raw -> raw.contains("Message-ID: <" + id + "@example.org>"))
        .toList();
  }
}
