package dev.salvaguarda.controller.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to real servers on loopback. */
class SocketWebCallsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SECRET = "Bearer tulip-17";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(loopback(), 0);
    serve(server);
  }

  @AfterEach
  void stopServer() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers with the status that the path names, or not at all. */
  private void serve(HttpServer one) {
    one.setExecutor(threads);
    one.createContext("/", this::answer);
    one.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      asked.set(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(body.readAllBytes(), StandardCharsets.UTF_8)));
    }
    String path = exchange.getRequestURI().getPath().substring(1);
    if (path.equals("never")) {
      await(over);
    }
    exchange.getResponseHeaders().add("Location", "/200");
    byte[] words = ("it was " + SECRET).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(path), path.equals("204") ? -1 : words.length);
    if (!path.equals("204")) {
      exchange.getResponseBody().write(words);
    }
    if ("endless".equals(exchange.getRequestURI().getQuery())) {
      exchange.getResponseBody().flush();
      await(over);
    }
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String at(String path) {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  private static HookOutcome call(String url, Integer... expected) {
    return call(url, null, Map.of(), null, LONG, expected);
  }

  private static HookOutcome call(
      String url,
      @Nullable String body,
      Map<String, SensitiveText> headers,
      @Nullable String authorities,
      Duration timeout,
      Integer... expected) {
    return call(true, url, body, headers, authorities, timeout, expected);
  }

  private static HookOutcome call(
      boolean allowLocal,
      String url,
      @Nullable String body,
      Map<String, SensitiveText> headers,
      @Nullable String authorities,
      Duration timeout,
      Integer... expected) {
    return new SocketWebCalls(allowLocal)
        .call(
            new HookHttp(url, HookHttp.Method.POST, null, null, body, List.of(expected)),
            headers,
            authorities,
            timeout);
  }

  @Test
  void anyStatusOfSuccessPassesAndNoOther() {
    assertThat(call(at("200"))).isEqualTo(passed("The server answered with status 200."));
    assertThat(call(at("204"))).isEqualTo(passed("The server answered with status 204."));
    assertThat(call(at("500")))
        .isEqualTo(HookOutcome.failed("The server answered with status 500."));
    assertThat(call(at("404"))).matches(outcome -> !outcome.passed());
  }

  private static HookOutcome passed(String message) {
    return new HookOutcome(true, message);
  }

  @Test
  void wherePeopleSayWhichStatusTheyExpectOnlyThatPasses() {
    assertThat(call(at("409"), 200, 409).passed()).isTrue();
    assertThat(call(at("204"), 200).passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host_a/?token=canary",
        "http://glpi.1a/?token=canary",
        "http://[1::2::3]/?token=canary",
        "http://glpi.example.org/?token={canary}",
        "http://127.0.0.1:70000/?token=canary"
      })
  void aUrlThatCannotBeAskedIsAFailureThatDoesNotRepeatIt(String url) {
    assertThat(call(url).passed()).isFalse();
    assertThat(call(url).message()).doesNotContain("canary");
  }

  @Test
  void aServerIsNamedWithoutWhatMayStandBeforeItsName() throws IOException {
    int nobody = Machine.freePort();

    assertThat(call("http://somebody:canary@127.0.0.1:%d/".formatted(nobody)))
        .isEqualTo(HookOutcome.failed("Nobody answers at 127.0.0.1:%d.".formatted(nobody)));
  }

  @Test
  void aRedirectIsNotFollowed() {
    assertThat(call(at("302")))
        .isEqualTo(
            HookOutcome.failed(
                "The server answered with status 302, a redirect, and none is followed."));
  }

  @Test
  void headersAndBodyArriveAndNothingOfThemIsTold() {
    HookOutcome outcome =
        call(
            at("500"),
            "{\"state\": \"on\"}",
            Map.of("Authorization", new SensitiveText(SECRET)),
            null,
            LONG);

    assertThat(asked.get()).isEqualTo("POST Bearer tulip-17 application/json {\"state\": \"on\"}");
    assertThat(outcome.toString()).doesNotContain("tulip");
  }

  @Test
  void aHeaderThatCannotBeOneIsNamedWithoutItsValue() {
    assertThat(call(at("200"), null, Map.of("Content-Length", new SensitiveText("17")), null, LONG))
        .isEqualTo(
            HookOutcome.failed(
                "The key \"Content-Length\" of the Secret of headers, or its value, can't be a"
                    + " header."));
    assertThat(call(at("200"), null, Map.of("X-One", new SensitiveText("a\u0001b")), null, LONG))
        .satisfies(outcome -> assertThat(outcome.message()).doesNotContain("a\u0001b"))
        .matches(outcome -> !outcome.passed());
  }

  @Test
  void aServerThatIsSilentIsGivenUp() {
    assertThat(call(at("never"), null, Map.of(), null, Duration.ofSeconds(1)))
        .isEqualTo(
            HookOutcome.failed(
                "127.0.0.1:%d did not answer within 1s.".formatted(server.getAddress().getPort())));
  }

  @Test
  void aServerThatIsAwayOrHangsUpIsTold() throws IOException {
    int nobody = Machine.freePort();
    assertThat(call("http://127.0.0.1:%d/".formatted(nobody)))
        .isEqualTo(HookOutcome.failed("Nobody answers at 127.0.0.1:%d.".formatted(nobody)));
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> hangUp(rude));
      assertThat(call("http://127.0.0.1:%d/".formatted(rude.getLocalPort())))
          .isEqualTo(
              HookOutcome.failed(
                  "The connection to 127.0.0.1:%d broke before there was an answer."
                      .formatted(rude.getLocalPort())));
    }
  }

  private static void hangUp(ServerSocket rude) {
    try {
      while (true) {
        try (Socket connection = rude.accept()) {
          connection.getInputStream().read();
          connection.getOutputStream().write("HTTP/1.1 20".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  @Test
  void aCertificateIsHeldToTheAuthoritiesThatAreNamed(@TempDir Path folder) throws IOException {
    ServerCertificate certificate = ServerCertificate.create(folder);
    HttpsServer secure = HttpsServer.create(loopback(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    serve(secure);
    try {
      String url = "https://127.0.0.1:%d/200".formatted(secure.getAddress().getPort());
      String pem = Files.readString(certificate.certificate());

      assertThat(call(url, null, Map.of(), pem, LONG).passed()).isTrue();
      assertThat(call(url + "?endless", null, Map.of(), pem, LONG).passed())
          .as("nobody waits for the end of what is not read")
          .isTrue();
      assertThat(call(url).message()).contains("The certificate of 127.0.0.1:", "is not trusted");
      assertThat(call(url, null, Map.of(), "no certificate", LONG).message())
          .contains("The CA bundle holds no certificate");
    } finally {
      secure.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "[::]",
        "169.254.169.254",
        "[fe80::1]"
      })
  void noHookReachesTheOperatorsOwnPodOrItsLinkUnlessThatIsAllowed(String host) {
    String url = "http://%s:%d/200".formatted(host, server.getAddress().getPort());

    HookOutcome outcome = call(false, url, null, Map.of(), null, LONG);

    assertThat(outcome.passed()).isFalse();
    assertThat(asked.get()).isEmpty();
    if (!host.matches("[0-9]+|127\\.1")) {
      assertThat(outcome.message())
          .isEqualTo(
              "%s:%d leads to the operator's own pod or to its link, where hooks may not go."
                  .formatted(host, server.getAddress().getPort()));
    }
  }

  @Test
  void aNameThatNobodyKnowsIsTold() {
    // Longer than a label may be, so that no name server is asked.
    String nobody = "x".repeat(64) + ".invalid";

    assertThat(call("http://%s/".formatted(nobody)))
        .isEqualTo(HookOutcome.failed("There is no host of the name %s.".formatted(nobody)));
  }

  @Test
  void hostPathAndQueryAreAskedAsTheUrlHasThem() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AtomicReference<String> head = new AtomicReference<>("");
      threads.execute(() -> answer(plain, head, "HTTP/1.1 200 OK\r\n\r\n"));

      String server = "localhost:" + plain.getLocalPort();
      assertThat(call("http://" + server + "/a%20b?c=%26").passed()).isTrue();

      assertThat(head.get())
          .startsWith("POST /a%20b?c=%26 HTTP/1.1\r\n")
          .contains("\r\nHost: " + server + "\r\n", "\r\nContent-Length: 0\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 204 No Content||, The server answered with status 204.",
    "HTTP/1.0 200|, The server answered with status 200.",
    "SSH-2.0-OpenSSH_9.9|, The connection to SERVER broke before there was an answer."
  })
  void theLastStatusIsTheAnswerAndWhatIsNoneBreaks(String said, String message) throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> answer(plain, new AtomicReference<>(""), said.replace("|", "\r\n")));

      String server = "127.0.0.1:" + plain.getLocalPort();
      assertThat(call("http://" + server + "/").message())
          .isEqualTo(message.replace("SERVER", server));
    }
  }

  /** Says what it is told to say once it was asked. */
  private static void answer(ServerSocket plain, AtomicReference<String> head, String words) {
    try (Socket connection = plain.accept()) {
      byte[] seen = new byte[4_096];
      head.set(new String(seen, 0, connection.getInputStream().read(seen), StandardCharsets.UTF_8));
      connection.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      connection.shutdownOutput();
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The test is over.
    }
  }

  @Test
  void anAnswerWithoutAnEndIsBrokenOff() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> answer(plain, new AtomicReference<>(""), "x".repeat(100_000)));

      assertThat(call("http://127.0.0.1:%d/".formatted(plain.getLocalPort())).message())
          .contains("broke before there was an answer");
    }
  }

  @Test
  void aServerThatIsSilentAboutItsCertificateIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String server = "127.0.0.1:" + silent.getLocalPort();

      assertThat(call("https://" + server + "/", null, Map.of(), null, Duration.ofSeconds(1)))
          .isEqualTo(HookOutcome.failed(server + " did not answer within 1s."));
    }
  }
}
