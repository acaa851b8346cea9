package dev.salvaguarda.controller.adapter.smtp;

import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.ANA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.BOB;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.EVA;
import static dev.salvaguarda.controller.adapter.smtp.MailFixtures.dispatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.testkit.mail.Act;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message on servers that refuse, break off, hang, babble and lie. */
class UnkindServerTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final EmailLogin.Timeouts READS_BRIEFLY =
      new EmailLogin.Timeouts(
          Duration.ofMinutes(1), SHORT, Duration.ofMinutes(1), Duration.ofMinutes(2));
  private static final EmailLogin.Timeouts ENDS_SOON =
      new EmailLogin.Timeouts(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1));

  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private final SmtpTransport transport = new SmtpTransport();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
  void aServerThatGoesAwayBeforeTheEndHasNothing(String step) {
    server.at(step, new Act.Leave(""));

    assertThat(notSent().reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
    assertThat(server.deliveries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "999 What", "354 Go on", "250-Ok", "550-No"})
  void whatIsNoAnswerForAReceiverRefusesNobody(String text) {
    server.at("RCPT", new Act.Leave(text));

    assertThat(send(ANA))
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            sent -> assertThat(sent.failure().reason()).isEqualTo(Reason.SERVER_UNREACHABLE));
  }

  @Test
  void aServerThatGoesAwayBeforeItAnsweredForAllRefusesNobody() {
    server.at(
        "RCPT", line -> line.contains(BOB) ? new Act.Leave("") : new Act.Say("550 5.1.1 Unknown"));

    assertThat(send(ANA, BOB)).isInstanceOf(SendOutcome.NotSent.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
  void aServerThatSaysThatItGoesAwayIsAskedAgainLater(String step) {
    server.at(step, new Act.Leave("421 4.3.2 Shutting down"));

    DeliveryFailure failure = notSent();

    assertThat(failure.reason()).isEqualTo(Reason.DEFERRED);
    assertThat(failure.code()).isEqualTo("421 4.3.2");
    assertThat(failure.message()).isEqualTo("localhost answered 421 4.3.2: Shutting down.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
  void aServerThatFallsSilentBeforeTheEndHasNothing(String step) {
    server.at(step, new Act.Hang());

    SendOutcome outcome =
        transport.send(MailFixtures.with(MailFixtures.plain(server), READS_BRIEFLY), dispatch(ANA));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            sent -> assertThat(sent.failure().reason()).isEqualTo(Reason.SERVER_UNREACHABLE));
  }

  @Test
  void aMessageThatWasHandedOverWithoutAnAnswerMayHaveArrived() {
    server.at(ScriptedSmtpServer.DOT, new Act.TakeAndLeave());

    assertThat(send(ANA))
        .isEqualTo(
            new SendOutcome.Unknown(
                "The message was handed over to localhost:%d and the connection ended without an answer."
                    .formatted(server.port())));
    assertThat(server.deliveries()).hasSize(1);
  }

  @Test
  void silenceBehindTheDotIsNoRefusal() {
    server.at(ScriptedSmtpServer.DOT, new Act.TakeAndHang());

    assertThat(
            transport.send(
                MailFixtures.with(MailFixtures.plain(server), READS_BRIEFLY), dispatch(ANA)))
        .isInstanceOf(SendOutcome.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999 What", "Thank you", "250-Ok", "354 Go on", ""})
  void anAnswerBehindTheDotThatIsNoneIsNoRefusal(String answer) {
    server.at(ScriptedSmtpServer.DOT, new Act.Leave(answer));

    assertThat(send(ANA)).isInstanceOf(SendOutcome.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DATA, 451 4.3.0 Queue is full, DEFERRED, 451 4.3.0",
    "DATA, 554 No, REJECTED, 554",
    "., 452 4.3.1 Disk is full, DEFERRED, 452 4.3.1",
    "., 421 4.3.2 Shutting down, DEFERRED, 421 4.3.2",
    "., 554 5.6.0 No such words, REJECTED, 554 5.6.0",
  })
  void aServerThatTakesNoMessageRefusesItForAll(
      String step, String answer, Reason reason, String code) {
    server.at(step, new Act.Say(answer));

    assertThat(send(ANA, BOB))
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class,
            answered ->
                assertThat(answered.refused())
                    .hasSize(2)
                    .allSatisfy((_, failure) -> {
                      assertThat(failure.reason()).isEqualTo(reason);
                      assertThat(failure.code()).isEqualTo(code);
                    }));
  }

  @Test
  void aRefusalCountsThoughTheConnectionEndsRightBehindIt() {
    server.at(ScriptedSmtpServer.DOT, new Act.Leave("554 5.7.1 No"));

    assertThat(send(ANA)).isInstanceOf(SendOutcome.Answered.class);
  }

  @ParameterizedTest
  @CsvSource({"MAIL, 550 5.7.1 Not you, REJECTED", "MAIL, 451 4.7.1 Later, DEFERRED"})
  void aServerThatDoesNotTakeTheSenderHasNothing(String step, String answer, Reason reason) {
    server.at(step, new Act.Say(answer));

    assertThat(notSent().reason()).isEqualTo(reason);
  }

  @Test
  void whoIsRefusedIsToldApartFromThoseWhoGotIt() {
    server.at(
        "RCPT",
        line ->
            line.contains(BOB)
                ? new Act.Say("550 5.1.1 <" + BOB + ">: user unknown")
                : line.contains(EVA) ? new Act.Say("450 4.2.0 Greylisted") : new Act.Obey());

    SendOutcome outcome = send(ANA, BOB, EVA, "nobody at all");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class,
            answered -> {
              assertThat(answered.providerId()).isEqualTo("4XyZ1");
              assertThat(answered.refused())
                  .isEqualTo(
                      Map.of(
                          BOB,
                          new DeliveryFailure(
                              Reason.REJECTED,
                              "550 5.1.1",
                              "localhost answered 550 5.1.1: <b…@example.org>: user unknown."),
                          EVA,
                          new DeliveryFailure(
                              Reason.DEFERRED,
                              "450 4.2.0",
                              "localhost answered 450 4.2.0: Greylisted."),
                          "nobody at all",
                          new DeliveryFailure(
                              Reason.ADDRESS_INVALID, "", "n… can't be an e-mail address.")));
            });
    assertThat(server.deliveries())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.recipients()).containsExactly(ANA));
  }

  @Test
  void whoIsRefusedIsToldThoughNobodyGetsIt() {
    server.at("RCPT", line -> new Act.Say(line.contains(BOB) ? "550 No" : "450 Later"));

    SendOutcome outcome = send(ANA, BOB);

    assertThat(MailFixtures.refusal(outcome, ANA).reason()).isEqualTo(Reason.DEFERRED);
    assertThat(MailFixtures.refusal(outcome, BOB).reason()).isEqualTo(Reason.REJECTED);
  }

  @Test
  void oneAddressInTwoWritingsIsSentOnceAndAnsweredForBoth() {
    server.at("RCPT", new Act.Say("550 No"));

    SendOutcome outcome = send(ANA, "Ana@Example.ORG");

    assertThat(((SendOutcome.Answered) outcome).refused()).containsOnlyKeys(ANA, "Ana@Example.ORG");
    assertThat(server.commands()).filteredOn(line -> line.startsWith("RCPT")).hasSize(1);
  }

  @Test
  void withoutAnAddressNobodyIsCalled() {
    assertThat(send("nobody", "ana@exa mple.org", "ana@example.org\nRCPT TO:<eva@example.org>"))
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class, answered -> assertThat(answered.refused()).hasSize(3));
    assertThat(server.commands()).isEmpty();
  }

  @Test
  void theTotalTimeEndsAServerThatTalksSlowly() {
    server.at("EHLO", new Act.Dribble("250 " + "x".repeat(10_000), Duration.ofMillis(50)));

    SendOutcome outcome =
        transport.send(MailFixtures.with(MailFixtures.plain(server), ENDS_SOON), dispatch(ANA));

    assertThat(outcome)
        .isEqualTo(
            new SendOutcome.NotSent(
                new DeliveryFailure(
                    Reason.SERVER_UNREACHABLE,
                    "",
                    "localhost:%d took longer than 1 s.".formatted(server.port()))));
  }

  @Test
  void theTotalTimeBehindTheDotLeavesItOpen() {
    server.at(
        ScriptedSmtpServer.DOT,
        new Act.Dribble("250 " + "x".repeat(10_000), Duration.ofMillis(50)));

    assertThat(
            transport.send(MailFixtures.with(MailFixtures.plain(server), ENDS_SOON), dispatch(ANA)))
        .isInstanceOf(SendOutcome.Unknown.class);
  }

  @Test
  void aServerThatDoesNotStopTalkingIsNotHeardToTheEnd() {
    server.at("EHLO", new Act.Babble());

    assertThat(notSent().reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
  }

  @Test
  void anInterruptEndsADeliveryAtOnce() throws Exception {
    server.at("DATA", new Act.Hang());
    FutureTask<SendOutcome> delivery = new FutureTask<>(() -> send(ANA));
    Thread thread = Thread.ofPlatform().start(delivery);
    await().until(() -> server.commands().contains("DATA"));

    thread.interrupt();

    assertThat(delivery.get(1, TimeUnit.MINUTES))
        .isEqualTo(
            new SendOutcome.NotSent(
                new DeliveryFailure(
                    Reason.SERVER_UNREACHABLE, "", "The operator stopped the delivery.")));
  }

  @Test
  void aServerThatIsAwayIsToldInASentence() {
    EmailLogin login = MailFixtures.plain(server);
    server.close();

    assertThat(transport.probe(login).orElseThrow())
        .isEqualTo(
            new DeliveryFailure(
                Reason.SERVER_UNREACHABLE,
                "",
                "localhost:%d does not take connections.".formatted(login.port())));
  }

  @Test
  void aLineThatIsFarTooLongIsAnsweredForAndCut() {
    server.at("RCPT", new Act.Say("451 4.7.1 Later " + "a".repeat(200_000)));

    DeliveryFailure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> MailFixtures.refusal(send(ANA), ANA));

    assertThat(failure.reason()).isEqualTo(Reason.DEFERRED);
    assertThat(failure.message()).isEqualTo("localhost answered 451 4.7.1: Later….");
  }

  @Test
  void noAnswerIsRepeatedWithAWholeAddress() {
    server.at("RCPT", new Act.Say("554 5.7.1 <eva@example.org> (bob@example.org) may not mail"));

    assertThat(send(EVA).toString()).doesNotContain(EVA, BOB);
    assertThat(MailFixtures.refusal(send(EVA), EVA).message())
        .isEqualTo("localhost answered 554 5.7.1: <e…@example.org> (b…@example.org) may not mail.");
  }

  private DeliveryFailure notSent() {
    return ((SendOutcome.NotSent) send(ANA, BOB)).failure();
  }

  private SendOutcome send(String... addresses) {
    return transport.send(MailFixtures.plain(server), dispatch(addresses));
  }
}
