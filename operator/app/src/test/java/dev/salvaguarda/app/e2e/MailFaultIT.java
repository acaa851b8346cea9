package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.testkit.mail.Act;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.seed.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills the operator at each point of a delivery. Nothing is lost; a second copy comes only where
 * nobody could know whether the first arrived, and then with the same Message-ID.
 */
@Tag("random")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailFaultIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Each point once, and a fresh one. */
  private static final int SEEDS = 8;

  private static final int NOTICES = 3;

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

  @BeforeAll
  void start() {
    landscape = Landscape.start();
  }

  @AfterAll
  void stop() {
    Closing.quietly(landscape);
  }

  /** Each seed waits for a claim to run out, and has an operator and a server of its own. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
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
    String namespace = landscape.cluster().newNamespace("outbox");
    Path kubeconfig =
        OperatorAccount.create(
                landscape.cluster(), Machine.temporaryFolder("account"), List.of(namespace))
            .kubeconfig();
    try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
      Delivery delivery =
          new Delivery(
              new Mailing(landscape.client(), namespace, server), kubeconfig, new AtomicBoolean());
      delivery.breakOff(new Random(seed), point);
      delivery.goOn(point);
    }
  }

  /** What one operator begins and another one ends. */
  private record Delivery(Mailing mailing, Path kubeconfig, AtomicBoolean killed) {
    private static final List<String> NAMES =
        IntStream.range(0, NOTICES).mapToObj("notice-%d"::formatted).toList();

    private OperatorProcess launch() {
      return start(kubeconfig, mailing.namespace());
    }

    /** One at a time: starting is what takes the processors. */
    private static synchronized OperatorProcess start(Path kubeconfig, String namespace) {
      OperatorProcess operator =
          OperatorProcess.launch(kubeconfig, Map.of("SALVAGUARDA_WATCH_NAMESPACES", namespace));
      operator.awaitReady();
      return operator;
    }

    private void breakOff(Random random, Point point) {
      try (OperatorProcess operator = launch()) {
        mailing.applyChannel(SmtpServer.PASSWORD);
        int nth = 1 + random.nextInt(NOTICES);
        if (!point.command.isEmpty()) {
          killAt(point, nth, operator);
        }
        NAMES.forEach(mailing::applyNotice);
        if (point == Point.CREATED) {
          pause(random.nextInt(300));
          kill(operator);
        }
        await("the operator is killed at " + point).atMost(LONG).untilTrue(killed);
      }
      await("all that was on the wire is read").atMost(LONG).until(mailing.server()::isIdle);
    }

    private void goOn(Point point) {
      // The server has them, and nobody wrote that down: only the server could know.
      Set<String> unknown =
          NAMES.stream()
              .filter(name -> !mailing.copies(name).isEmpty() && !mailing.isDelivered(name))
              .collect(Collectors.toSet());
      mailing.server().at(point.command, new Act.Obey());
      try (OperatorProcess operator = launch()) {
        NAMES.forEach(mailing::awaitDelivered);
        NAMES.forEach(name -> assertSaid(name, unknown.contains(name), operator));
      }
    }

    private void assertSaid(String name, boolean mayBeTwice, OperatorProcess operator) {
      String uid =
          mailing
              .client()
              .resources(Notice.class)
              .inNamespace(mailing.namespace())
              .withName(name)
              .require()
              .getMetadata()
              .getUid();
      assertThat(mailing.copies(name))
          .as(() -> name + "\n" + mailing.status(name) + "\n" + operator.log())
          .hasSizeBetween(1, mayBeTwice ? 2 : 1)
          .allSatisfy(mail -> assertThat(mail.id()).contains(uid));
    }

    /** At the nth time that it is asked for, by whichever delivery or probe. */
    private void killAt(Point point, int nth, OperatorProcess operator) {
      var seen = new AtomicInteger();
      mailing
          .server()
          .at(
              point.command,
              _ -> {
                if (seen.incrementAndGet() != nth) {
                  return new Act.Obey();
                }
                kill(operator);
                return point == Point.TAKEN ? new Act.TakeAndLeave() : new Act.Leave("");
              });
    }

    private void kill(OperatorProcess operator) {
      operator.kill();
      killed.set(true);
    }

    private static void pause(int millis) {
      await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
  }
}
