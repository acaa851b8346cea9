package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import dev.salvaguarda.testkit.http.ScriptedWebServer;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a receiver, and its probe. */
class WebhookTransportTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final ScriptedWebServer server = ScriptedWebServer.start();
  private final WebhookTransport transport =
      new WebhookTransport(Clock.fixed(Hooks.NOW, ZoneOffset.UTC), true);

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aProbeConnectsAndAsksNothing() {
    assertThat(transport.probe(Hooks.at(server.url(), Format.SLACK))).isEmpty();

    await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(1));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whereNobodyListensNothingIsSent() throws IOException {
    int free;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
    }

    assertUnreachable("http://127.0.0.1:" + free, "does not take connections.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0"})
  void nothingGoesToTheOperatorsOwnPod(String host) {
    WebhookTransport guarded = new WebhookTransport(Clock.fixed(Hooks.NOW, ZoneOffset.UTC), false);
    WebhookLogin login = Hooks.at("http://%s:%d/".formatted(host, server.port()), Format.TEXT);
    String words = "leads to the operator's own pod or to its link, where webhooks may not go.";

    assertThat(guarded.probe(login).map(DeliveryFailure::message).orElse("")).endsWith(words);
    assertThat(guarded.send(login, Hooks.dispatch()))
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            failed -> assertThat(failed.failure().message()).endsWith(words));
    assertThat(server.connections()).isZero();
  }

  @Test
  void aNameThatIsNotKnownIsSaid() {
    assertUnreachable("http://nobody.invalid/", "can't be found: the name is not known.");
  }

  @Test
  void onlyTrustedCertificatesAreSpokenTo(@TempDir Path folder) throws IOException {
    ServerCertificate certificate = ServerCertificate.create(folder);
    String pem = Files.readString(certificate.certificate());
    try (ScriptedWebServer secure = ScriptedWebServer.start(certificate.serverContext())) {
      WebhookLogin trusted = Hooks.at(secure.url(), Format.TEXT, Hooks.LONG, pem);
      WebhookLogin unknown = Hooks.at(secure.url(), Format.TEXT);

      assertThat(transport.probe(trusted)).isEmpty();
      assertThat(transport.send(trusted, Hooks.dispatch()))
          .isInstanceOf(SendOutcome.Answered.class);
      assertThat(transport.probe(unknown).map(DeliveryFailure::reason))
          .contains(Reason.TLS_NOT_TRUSTED);
      assertThat(reason(transport.send(unknown, Hooks.dispatch())))
          .isEqualTo(Reason.TLS_NOT_TRUSTED);
      assertThat(secure.requests()).hasSize(1);
    }
  }

  @Test
  void aCertificateForAnotherNameIsNotTrusted(@TempDir Path folder) throws IOException {
    ServerCertificate certificate = ServerCertificate.createFor("other.example.org", folder);
    try (ScriptedWebServer secure = ScriptedWebServer.start(certificate.serverContext())) {
      WebhookLogin login =
          Hooks.at(
              secure.url(), Format.TEXT, Hooks.LONG, Files.readString(certificate.certificate()));

      assertThat(transport.probe(login).map(DeliveryFailure::reason))
          .contains(Reason.TLS_NOT_TRUSTED);
      assertThat(reason(transport.send(login, Hooks.dispatch()))).isEqualTo(Reason.TLS_NOT_TRUSTED);
      assertThat(secure.requests()).isEmpty();
    }
  }

  @Test
  void aServerWithoutEncryptionGetsNothingOverHttps() {
    String url = server.url().replace("http:", "https:");

    assertThat(transport.probe(Hooks.at(url, Format.TEXT)).map(DeliveryFailure::reason))
        .contains(Reason.TLS_NOT_TRUSTED);
    assertThat(reason(transport.send(Hooks.at(url, Format.TEXT), Hooks.dispatch())))
        .isEqualTo(Reason.TLS_NOT_TRUSTED);
  }

  @Test
  void authoritiesThatCantBeReadAreSaid() {
    WebhookLogin login = Hooks.at("https://127.0.0.1:1/", Format.TEXT, SHORT, "no PEM");

    assertThat(reason(transport.send(login, Hooks.dispatch()))).isEqualTo(Reason.TLS_NOT_TRUSTED);
  }

  @Test
  void anAnswerWithoutEndIsReadNoFurtherThanItMatters() {
    server.answer(200, "x".repeat(5_000_000));

    assertThat(transport.send(Hooks.at(server.url(), Format.TEXT), Hooks.dispatch()))
        .isInstanceOf(SendOutcome.Answered.class);
  }

  @Test
  void aStatusCountsThoughTheBodyBehindItNeverEnds() {
    server.hangInBody(200);
    server.hangInBody(200);

    assertThat(transport.send(Hooks.at(server.url(), Format.TEXT, SHORT, null), Hooks.dispatch()))
        .isInstanceOf(SendOutcome.Answered.class);
    assertThat(transport.send(Hooks.at(server.url(), Format.SLACK, SHORT, null), Hooks.dispatch()))
        .isInstanceOf(SendOutcome.Unknown.class);
  }

  @Test
  void anInterruptEndsItAtOnceAndLeavesADoubt() throws InterruptedException {
    server.hang();
    AtomicReference<@Nullable SendOutcome> outcome = new AtomicReference<>();
    Thread sender =
        Thread.ofPlatform()
            .start(() ->
                outcome.set(transport.send(Hooks.at(server.url(), Format.TEXT), Hooks.dispatch())));
    await().until(() -> !server.requests().isEmpty());

    sender.interrupt();

    assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
    assertThat(outcome.get()).isInstanceOf(SendOutcome.Unknown.class);
  }

  @Test
  void noSecretStandsInWhatIsTold() {
    String url = server.url() + "hooks/T0/tulip-17";
    server.answer(404, "nothing at /hooks/T0/tulip-17");

    assertThat(transport.send(Hooks.at(url, Format.TEXT), Hooks.dispatch()).toString())
        .doesNotContain("tulip");
    assertThat(Hooks.at(url, Format.TEXT).toString())
        .doesNotContain("tulip")
        .doesNotContain("MfKQ");
  }

  private void assertUnreachable(String url, String words) {
    WebhookLogin login = Hooks.at(url, Format.TEXT, Duration.ofSeconds(20), null);
    Optional<DeliveryFailure> probed = transport.probe(login);
    SendOutcome sent = transport.send(login, Hooks.dispatch());

    assertThat(probed.map(DeliveryFailure::message).orElse("")).endsWith(words);
    assertThat(sent)
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
              assertThat(failed.failure().message()).endsWith(words);
            });
  }

  private static Reason reason(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
    return ((SendOutcome.NotSent) outcome).failure().reason();
  }
}
