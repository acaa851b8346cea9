package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says of a bucket, by a server that says only that. */
class BucketAnswersTest {
  private HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private int lookStatus = 404;
  private int makeStatus = 200;
  private String makeCode = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          boolean look = exchange.getRequestMethod().equals("HEAD");
          byte[] body =
              look
                  ? new byte[0]
                  : "<Error><Code>%s</Code><BucketName>b</BucketName></Error>"
                      .formatted(makeCode)
                      .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/xml");
          exchange.sendResponseHeaders(look ? lookStatus : makeStatus, look ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void oneThatMustNotBeLookedAtIsThere() {
    lookStatus = 403;

    try (ObjectStore store = store()) {
      assertThat(store.createBucketIfAbsent()).isFalse();
    }
  }

  @Test
  void aServiceThatKnowsNoSuchRequestIsToldFromAnErrorOfOurs() {
    makeStatus = 405;
    makeCode = "MethodNotAllowed";

    try (ObjectStore store = store()) {
      assertThatThrownBy(store::createBucketIfAbsent)
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_REQUEST))
          .hasMessageEndingWith("(MethodNotAllowed); is it an S3 service?");
    }
  }

  @Test
  void theClockIsReadFromAnyAnswer() {
    lookStatus = 403;

    try (ObjectStore store = store()) {
      store.createBucketIfAbsent();
      int before = requests.get();

      assertThat(store.serverTime()).isNotNull();

      assertThat(requests.get()).isEqualTo(before);
    }
  }

  @Test
  void oneOfSomebodyElseIsCalledThat() {
    makeStatus = 409;
    makeCode = "BucketAlreadyExists";

    assertMakingFails("belongs to somebody else");
  }

  @Test
  void oneThatMustBeMadeByAnotherIsCalledThat() {
    makeStatus = 403;
    makeCode = "AccessDenied";

    assertMakingFails("may not make one");
  }

  @Test
  void oneThatSomebodyMadeForUsMeanwhileIsThere() {
    makeStatus = 409;
    makeCode = "BucketAlreadyOwnedByYou";

    try (ObjectStore store = store()) {
      assertThat(store.createBucketIfAbsent()).isFalse();
    }
  }

  private void assertMakingFails(String sentence) {
    try (ObjectStore store = store()) {
      assertThatThrownBy(store::createBucketIfAbsent)
          .hasMessageContaining(sentence)
          .isInstanceOfSatisfying(
              RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_BUCKET));
    }
  }

  private ObjectStore store() {
    return new MinioObjectStore(
        new S3Location(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "us-east-1",
            "backups",
            "p",
            true,
            ""),
        S3Credentials.of("key", SecretBytes.ofUtf8("secret")),
        S3Tuning.BRISK,
        Clock.systemUTC(),
        new Random(1));
  }
}
