package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.monitoring.AlertmanagerServer;
import dev.salvaguarda.testkit.monitoring.AlertmanagerServer.Alert;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Alertmanager, the packaged operator within the memory of the image's page, and what
 * follows.
 */
class AlertmanagerIT {
  /**
   * On a machine that does a lot else meanwhile, and gives each of the thousands of writes its
   * time.
   */
  private static final Duration FLOOD = Duration.ofMinutes(12);

  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String TOKEN = "the-token-of-the-test-0123456789";
  private static final String SECOND = "another-token-9876543210";
  private static final int MANY_KEYS = 500;
  private static final int MANY_ALERTS = 5_000;

  @TempDir private static Path folder;
  private static ImagePage page = ImagePage.read();
  private static ControlPlane cluster;
  private static Map<String, String> settings = Map.of();
  private static OperatorProcess operator;
  private static AlertmanagerServer alertmanager;
  private static HttpClient https = HttpClient.newHttpClient();
  private static URI url = URI.create("");

  private String namespace = "";

  @BeforeAll
  static void start() throws IOException {
    cluster = ControlPlane.startWithoutControllers();
    Manifests.applyCrds(cluster.client());
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(tokens.resolve("token"), TOKEN + "\n");
    Path tls = Files.createDirectory(folder.resolve("tls"));
    ServerCertificate certificate = ServerCertificate.create(tls);
    Files.move(certificate.certificate(), tls.resolve("tls.crt"));
    Files.move(certificate.key(), tls.resolve("tls.key"));
    int port = Machine.freePort();
    url = URI.create("https://localhost:" + port + OperatorProcess.ALERTS);
    https = HttpClient.newBuilder().sslContext(trusting(tls.resolve("tls.crt"))).build();
    settings =
        Map.of(
            "SALVAGUARDA_TLS", tls.toString(),
            "SALVAGUARDA_HTTPS_PORT", Integer.toString(port),
            "SALVAGUARDA_ALERTS_TOKENS", tokens.toString(),
            "SALVAGUARDA_ALERTS_NAMESPACE", cluster.newNamespace("alerts"),
            "SALVAGUARDA_ALERTS_NAMESPACE_LABEL", "team");
    operator = OperatorProcess.start(cluster, page, settings);
    alertmanager =
        AlertmanagerServer.start(
            """
            route:
              receiver: salvaguarda
              group_by: [team, component]
              group_wait: 1s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
            - name: salvaguarda
              webhook_configs:
              - url: %s
                http_config: {authorization: {credentials_file: %s}, tls_config: {ca_file: %s}}
            """
                .formatted(url, tokens.resolve("token"), tls.resolve("tls.crt")));
  }

  private static SSLContext trusting(Path certificate) throws IOException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "operator", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    https.close();
    Closing.quietly(alertmanager);
    Closing.quietly(operator);
    Closing.quietly(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.newNamespace("alerts");
  }

  @AfterEach
  void noTokenIsLogged() {
    assertThat(operator.log()).doesNotContain(TOKEN);
  }

  @Test
  void anAlertOpensAnIncidentItsEndRestoresNothingAndAfterwardsAnotherOneFollows() {
    Alert down = alert("Down", "correio", now().minusSeconds(60));
    alertmanager.tell(List.of(down));
    Incident opened = awaitOnly(Signal.ACTIVE);
    assertThat(opened.getSpec().origin()).hasToString("MONITORING");
    assertThat(opened.getSpec().component().name()).isEqualTo("correio");
    assertThat(opened.getSpec().occurredAt()).isEqualTo(down.startsAt());
    assertThat(opened.getSpec().verdict()).isNull();

    Alert slow = alert("Slow", "correio", now());
    alertmanager.tell(List.of(slow));
    await("it is counted")
        .atMost(LONG)
        .until(() -> Objects.requireNonNull(only().getStatus().monitoring()).signals().size() == 2);
    alertmanager.tell(List.of(ended(down), ended(slow)));
    Incident cleared = awaitOnly(Signal.CLEARED);
    assertThat(cleared.getStatus().phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(cleared.getSpec()).isEqualTo(opened.getSpec());

    decideThatItIsNone(cleared);
    alertmanager.tell(List.of(alert("Down", "correio", now())));
    await("another one follows").atMost(LONG).until(() -> incidents().size() == 2);
    assertThat(incidents())
        .filteredOn(one -> !one.getMetadata().getName().equals(opened.getMetadata().getName()))
        .singleElement()
        .satisfies(next ->
            assertThat(Objects.requireNonNull(next.getSpec().previousRef()).name())
                .isEqualTo(opened.getMetadata().getName()));
    assertThat(cluster.client().resources(Notice.class).inNamespace(namespace).list().getItems())
        .isEmpty();
  }

  @Test
  void whatAWindowKeepsBackThatIsDeletedOpensItsIncidentThoughTheOperatorIsAwayMeanwhile() {
    Manifests.apply(
        cluster.client(),
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: MaintenanceWindow
        metadata: {name: correio, namespace: %s}
        spec:
          type: Preventive
          components: [{name: correio}]
          start: "%2$s"
          end: "%3$s"
          requested: {by: joao, via: E-mail, at: "%2$s"}
          announcement: {by: ana, at: "%2$s"}
        """
            .formatted(
                namespace, now().minus(Duration.ofMinutes(5)), now().plus(Duration.ofHours(1))));
    assertThat(heard(TOKEN, message("correio")).statusCode()).isEqualTo(200);
    assertThat(incidents()).isEmpty();
    var window =
        cluster
            .client()
            .resources(MaintenanceWindow.class)
            .inNamespace(namespace)
            .withName("correio");

    operator.kill();
    window.delete();
    operator.close();
    assertThat(window.get()).as("it waits for the operator").isNotNull();
    operator = OperatorProcess.start(cluster, page, settings);

    await("the window goes").atMost(LONG).until(() -> window.get() == null);
    assertThat(awaitOnly(Signal.ACTIVE).getSpec().component().name()).isEqualTo("correio");
  }

  @Test
  void whatIsSentWhileTheApiServerIsAwayComesAgain() throws Exception {
    cluster.freezeApiServer();
    try {
      assertThat(send(TOKEN, message("folha")).statusCode()).isEqualTo(503);
      alertmanager.tell(List.of(alert("Down", "correio", now())));
      await("it is refused")
          .atMost(LONG)
          .until(() -> operator.log().contains("alerts can't be written down"));
    } finally {
      cluster.thawApiServer();
    }

    assertThat(awaitOnly(Signal.ACTIVE).getSpec().component().name()).isEqualTo("correio");
  }

  @Test
  void whoHasNoTokenOrSendsSomethingElseIsToldWhatIsWrong() throws Exception {
    assertThat(heard("another", message("correio")).statusCode()).isEqualTo(401);
    assertThat(heard("another", "x".repeat(6 << 20)).statusCode()).isEqualTo(401);
    assertThat(heard(TOKEN, "{}"))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(answer.body()).contains("Alertmanager");
        });
    assertThat(heard(TOKEN, "x".repeat(6 << 20)))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(413);
          assertThat(answer.body()).contains("group_by");
        });
    assertThat(heard(TOKEN, message("correio").replace(namespace, "no-such-one")))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(answer.body()).contains("no-such-one");
        });
    assertThat(operator.alert(TOKEN, message("correio")).statusCode())
        .as("a token in plain text")
        .isEqualTo(403);
    assertThat(incidents()).isEmpty();

    Path second = folder.resolve("tokens").resolve("second");
    Files.writeString(second, SECOND);
    assertThat(heard(SECOND, message("correio")).statusCode()).isEqualTo(200);
    Files.delete(second);
    assertThat(heard(SECOND, message("correio")).statusCode()).isEqualTo(401);
    assertThat(incidents()).hasSize(1);
  }

  @Test
  void aFloodOpensAsManyIncidentsAsThereAreKeysWithinTheMemoryOfTheImagesPage() {
    Instant since = now();
    List<Alert> flood = new ArrayList<>();
    IntStream.range(0, MANY_ALERTS)
        .forEach(i -> flood.add(alert("Rule" + i / MANY_KEYS, "c" + i % MANY_KEYS, since)));

    alertmanager.tell(flood);

    await("all of it is there")
        .atMost(FLOOD)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() ->
            assertThat(incidents())
                .hasSize(MANY_KEYS)
                .allMatch(one -> one.getStatus() != null && one.getStatus().monitoring() != null)
                .allSatisfy(one ->
                    assertThat(Objects.requireNonNull(one.getStatus().monitoring()).signals())
                        .hasSize(MANY_ALERTS / MANY_KEYS)));
    assertThat(operator.peakMemoryBytes()).isLessThanOrEqualTo(page.memoryBytes());
  }

  private enum Signal {
    ACTIVE("True"),
    CLEARED("False");

    private final String status;

    Signal(String status) {
      this.status = status;
    }
  }

  private static Instant now() {
    return Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond());
  }

  private Alert alert(String rule, String component, Instant since) {
    return new Alert(
        Map.of("alertname", rule, "component", component, "team", namespace),
        since,
        now().plus(Duration.ofHours(1)));
  }

  private static Alert ended(Alert alert) {
    return new Alert(alert.labels(), alert.startsAt(), now());
  }

  private List<Incident> incidents() {
    return cluster.client().resources(Incident.class).inNamespace(namespace).list().getItems();
  }

  private Incident only() {
    List<Incident> all = incidents();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Incident awaitOnly(Signal signal) {
    await("an incident whose signal is " + signal)
        .atMost(LONG)
        .until(() -> incidents().stream().anyMatch(one -> signal.status.equals(signalOf(one))));
    return only();
  }

  private static String signalOf(Incident incident) {
    return incident.getStatus() == null
        ? ""
        : incident.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals("SignalActive"))
            .map(condition -> condition.getStatus())
            .findFirst()
            .orElse("");
  }

  private static void decideThatItIsNone(Incident incident) {
    cluster
        .client()
        .resource(incident)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"verdict": {"outcome": "NotConfirmed", "by": "ana", "at": "%s"}}}
            """
                .formatted(now()));
  }

  private static HttpResponse<String> send(String token, String message)
      throws IOException, InterruptedException {
    return https.send(OperatorProcess.alert(url, token, message), BodyHandlers.ofString());
  }

  /** As senders do, again while others are worked off. */
  private static HttpResponse<String> heard(String token, String message) {
    return await("an answer other than 503")
        .atMost(LONG)
        .until(
            () -> send(token, message),
            answer -> answer.statusCode() != HttpURLConnection.HTTP_UNAVAILABLE);
  }

  private String message(String component) {
    return """
    {"version": "4", "alerts": [{"status": "firing", "fingerprint": "f1", "startsAt": "%s",
     "labels": {"alertname": "Down", "component": "%s", "team": "%s"}}]}
    """
        .formatted(now(), component, namespace);
  }
}
