package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.testkit.mail.Act;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import dev.salvaguarda.testkit.seed.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Kills the operator at each point of a delivery. Nothing is lost; a second copy comes only where
 * nobody could know whether the first arrived, and then with the same Message-ID.
 */
@Tag("random")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailFaultIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration LONGER = Duration.ofMinutes(4);

  /** Each point once, and a fresh one. */
  private static final int SEEDS = 8;

  private static final int NOTICES = 3;

  /** One more is not there beforehand: the operator makes it of an incident. */
  private static final String OF_INCIDENT = "IncidentConfirmed";

  /** When the operator is killed. */
  private enum Point {
    CREATED(""),
    GREETING(ScriptedSmtpServer.GREETING),
    LOGIN("AUTH"),
    SENDER("MAIL"),
    RECEIVER("RCPT"),
    DATA("DATA"),
    /** The server has the message, and has not said so. */
    TAKEN(ScriptedSmtpServer.DOT),
    /** It has said so; whether that was read, and written down, is the moment's business. */
    ANSWERED("QUIT");

    private final String command;

    Point(String command) {
      this.command = command;
    }
  }

  private Landscape landscape;
  private ScriptedSmtpServer server;
  private OperatorProcess operator;

  @BeforeAll
  void start() {
    landscape = Landscape.start();
    server = ScriptedSmtpServer.start();
    operator = OperatorProcess.start(landscape.cluster());
  }

  @AfterAll
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(server);
    Closing.quietly(landscape);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostWhenTheOperatorIsKilled() {
    Point[] points = Point.values();
    return Seeds.of("MailFaultIT", SEEDS).stream()
        .map(seed -> {
          Point point = points[(int) (seed % points.length)];
          return DynamicTest.dynamicTest(
              "seed %d, killed at %s".formatted(seed, point), () -> deliver(seed, point));
        });
  }

  private void deliver(long seed, Point point) {
    Random random = new Random(seed);
    server.reset();
    Mailing mailing =
        new Mailing(landscape.client(), landscape.cluster().newNamespace("outbox"), server);
    mailing.applyChannel(SmtpServer.PASSWORD);
    mailing.subscribe(OF_INCIDENT);
    AtomicBoolean killed = new AtomicBoolean();
    int nth = 1 + random.nextInt(NOTICES + 1);
    if (!point.command.isEmpty()) {
      killAt(point, nth, killed);
    }
    List<String> names = IntStream.range(0, NOTICES).mapToObj("notice-%d"::formatted).toList();
    names.forEach(mailing::applyNotice);
    mailing.applyConfirmedIncident();
    if (point == Point.CREATED) {
      pause(random.nextInt(300));
      kill(killed);
    }
    await("the operator is killed at " + point).atMost(LONG).untilTrue(killed);
    operator.close();
    await("all that was on the wire is read").atMost(LONG).until(server::isIdle);
    List<String> all = Stream.concat(names.stream(), Stream.of(OF_INCIDENT)).toList();
    // The server has them, and nobody wrote that down: only the server could know.
    Set<String> unknown =
        all.stream()
            .filter(name -> !copies(mailing, name).isEmpty() && !isDelivered(mailing, name))
            .collect(Collectors.toSet());
    server.at(point.command, new Act.Obey());
    operator = OperatorProcess.start(landscape.cluster());

    all.forEach(name -> await(name).atMost(LONGER).until(() -> isDelivered(mailing, name)));
    all.forEach(name -> assertSaid(mailing, name, unknown.contains(name)));
  }

  private void assertSaid(Mailing mailing, String name, boolean mayBeTwice) {
    assertThat(notices(mailing, name)).as("notices of " + name).hasSize(1);
    Notice notice = notices(mailing, name).getFirst();
    assertThat(copies(mailing, name))
        .as(() -> name + "\n" + notice.getStatus() + "\n" + operator.log())
        .hasSizeBetween(1, mayBeTwice ? 2 : 1)
        .allSatisfy(mail -> assertThat(mail.id()).contains(notice.getMetadata().getUid()));
  }

  private static List<Mail> copies(Mailing mailing, String name) {
    return name.equals(OF_INCIDENT) ? mailing.arrived(name) : mailing.copies(name);
  }

  private static List<Notice> notices(Mailing mailing, String name) {
    return mailing.notices().stream()
        .filter(notice ->
            name.equals(OF_INCIDENT)
                ? notice.getSpec().message().equals(name)
                : notice.getMetadata().getName().equals(name))
        .toList();
  }

  private static boolean isDelivered(Mailing mailing, String name) {
    List<Notice> all = notices(mailing, name);
    return !all.isEmpty()
        && all.stream().allMatch(one -> mailing.isDelivered(one.getMetadata().getName()));
  }

  /** At the nth time that it is asked for, by whichever delivery or probe. */
  private void killAt(Point point, int nth, AtomicBoolean killed) {
    var seen = new AtomicInteger();
    server.at(
        point.command,
        _ -> {
          if (seen.incrementAndGet() != nth) {
            return new Act.Obey();
          }
          kill(killed);
          return point == Point.TAKEN ? new Act.TakeAndLeave() : new Act.Leave("");
        });
  }

  private void kill(AtomicBoolean killed) {
    operator.kill();
    killed.set(true);
  }

  private static void pause(int millis) {
    await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
  }
}
