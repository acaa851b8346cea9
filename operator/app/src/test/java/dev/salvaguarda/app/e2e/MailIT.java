package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.testkit.mail.Act;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a notice to the mail that arrives, and to nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String WRONG = "canary-of-a-mail-password";

  private Landscape landscape;
  private OperatorProcess operator;
  private ScriptedSmtpServer server;
  private Mailing mailing;

  @BeforeAll
  void start() {
    landscape = Landscape.start();
    operator = OperatorProcess.start(landscape.cluster());
    server = ScriptedSmtpServer.start();
  }

  @AfterAll
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(server);
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespace() {
    server.reset();
    mailing = new Mailing(landscape.client(), landscape.cluster().newNamespace("mail"), server);
  }

  @Test
  void aNoticeArrivesAsTextAndAsPage() {
    mailing.applyChannel(SmtpServer.PASSWORD);
    mailing.applyNotice("plain");

    mailing.awaitDelivered("plain");

    assertThat(mailing.copies("plain"))
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.text()).contains("Something went wrong: läuft nicht.");
          assertThat(mail.page()).startsWith("<!DOCTYPE html>").contains("läuft nicht");
        });
    assertTellsNothingOf(Mailing.ANA);
    assertTellsNothingOf(SmtpServer.PASSWORD);
  }

  @Test
  void aPasswordThatIsCorrectedCountsAtOnce() {
    mailing.applyChannel(WRONG);
    mailing.applyNotice("refused");
    await("the channel says what is wrong")
        .atMost(LONG)
        .until(() -> ready().filter(found -> found.getReason().equals("LoginRefused")).isPresent());
    await("it was tried").atMost(LONG).until(() -> wasTried("refused"));
    assertThat(mailing.copies("refused")).isEmpty();

    mailing.applyLogin(SmtpServer.PASSWORD);

    mailing.awaitDelivered("refused");
    assertThat(mailing.copies("refused")).hasSize(1);
    await("the channel is ready again")
        .atMost(LONG)
        .until(() -> ready().filter(found -> found.getStatus().equals("True")).isPresent());
    assertTellsNothingOf(WRONG);
  }

  @Test
  void whatIsSaidWhileTheServerIsAwayArrivesWhenItIsBack() {
    mailing.applyChannel(SmtpServer.PASSWORD);
    server.at(ScriptedSmtpServer.GREETING, new Act.Leave(""));
    mailing.applyNotice("early");
    await("it was tried").atMost(LONG).until(() -> wasTried("early"));

    server.reset();

    mailing.awaitDelivered("early");
    assertThat(mailing.copies("early")).hasSize(1);
  }

  @Test
  void twoOperatorsSayItOnce() {
    try (OperatorProcess second = OperatorProcess.start(landscape.cluster())) {
      mailing.applyChannel(SmtpServer.PASSWORD);
      List<String> names = IntStream.range(0, 12).mapToObj("shared-%d"::formatted).toList();

      names.forEach(mailing::applyNotice);
      names.forEach(mailing::awaitDelivered);

      assertThat(names).allSatisfy(name -> assertThat(mailing.copies(name)).hasSize(1));
      assertThat(second.isAlive()).isTrue();
    }
  }

  private Optional<Condition> ready() {
    return Optional.ofNullable(
            landscape
                .client()
                .resources(NotificationChannel.class)
                .inNamespace(mailing.namespace())
                .withName("technician")
                .require()
                .getStatus())
        .map(status -> status.conditions())
        .stream()
        .flatMap(List::stream)
        .filter(condition -> condition.getType().equals("Ready"))
        .findFirst();
  }

  private boolean wasTried(String notice) {
    return mailing.status(notice).filter(status -> !status.attempts().isEmpty()).isPresent();
  }

  private void assertTellsNothingOf(String secret) {
    assertThat(operator.log()).doesNotContain(secret);
    assertThat(mailing.notices()).noneMatch(notice -> notice.toString().contains(secret));
    assertThat(landscape.client().v1().events().inNamespace(mailing.namespace()).list().toString())
        .doesNotContain(secret);
  }
}
