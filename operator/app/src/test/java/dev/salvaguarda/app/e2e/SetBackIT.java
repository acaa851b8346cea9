package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster's data are brought back from an older copy while the operator goes on. Its watches
 * are silent then; it notices, writes down what it has said, and ends to be started anew.
 */
class SetBackIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int CHANGES = 300;
  private static final Duration UNTIL_IT_HAS_ASKED = Duration.ofSeconds(25);

  private static ControlPlane cluster;
  private static ScriptedSmtpServer server;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.startWithoutControllers();
    Manifests.applyCrds(cluster.client());
    server = ScriptedSmtpServer.start();
    operator = OperatorProcess.start(cluster);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(operator);
    Closing.quietly(server);
    Closing.quietly(cluster);
  }

  @Test
  void whatWasSaidIsNotSaidAgainAndWhatIsNewIs(@TempDir Path folder) {
    Mailing mailing = new Mailing(cluster.client(), cluster.newNamespace("set-back"), server);
    mailing.applyChannel(SmtpServer.PASSWORD);
    mailing.subscribe("IncidentConfirmed");
    String decided = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Manifests.apply(cluster.client(), reported(mailing, "mail"));
    cluster.keepCopy(folder.resolve("copy"));
    confirm(mailing, "mail", decided);
    awaitMails(mailing, "mail", 1);
    mailing.awaitDelivered(mailing.notices().getFirst().getMetadata().getName());
    liveOn(mailing.namespace());

    cluster.setBack(folder.resolve("copy"));
    confirm(mailing, "mail", decided);
    confirm(mailing, "files", decided);
    await("the operator ends").atMost(LONG).until(() -> !operator.isAlive());
    String log = operator.log();
    operator.close();
    operator = OperatorProcess.start(cluster);

    awaitMails(mailing, "files", 1);
    await("it stands in the log of what was said")
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(mailing.notices())
                .as(() -> log + operator.log())
                .hasSize(2)
                .allMatch(notice -> mailing.isDelivered(notice.getMetadata().getName())));
    assertThat(log).contains("the cluster's data were set back");
    assertThat(mailing.notices())
        .filteredOn(notice -> "SetBack".equals(notice.getStatus().reason()))
        .singleElement()
        .extracting(notice -> notice.getSpec().subject().name())
        .isEqualTo("mail");
    awaitMails(mailing, "mail", 1);
  }

  /** Others change a cluster's data all the time; the operator asks for the revision meanwhile. */
  private static void liveOn(String namespace) {
    for (int i = 0; i < CHANGES; i++) {
      cluster
          .client()
          .resource(Manifests.secret(namespace, "others", Map.of("change", Integer.toString(i))))
          .createOr(existing -> existing.update());
    }
    await().pollDelay(UNTIL_IT_HAS_ASKED).atMost(LONG).until(() -> true);
  }

  private static void awaitMails(Mailing mailing, String component, int count) {
    await("the message about " + component)
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(mailing.arrived())
                .as(operator::log)
                .filteredOn(mail -> mail.subject().contains(" " + component + " "))
                .hasSize(count));
  }

  private static void confirm(Mailing mailing, String component, String at) {
    Manifests.apply(
        cluster.client(),
        reported(mailing, component)
            + "  verdict: {outcome: Confirmed, scope: General, by: ana, at: \"%s\"}\n"
                .formatted(at));
  }

  private static String reported(Mailing mailing, String component) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: Incident
    metadata: {namespace: %s, name: %s}
    spec:
      type: Failure
      component: {name: %2$s}
      origin: Internal
      impact: all of it
    """
        .formatted(mailing.namespace(), component);
  }
}
