package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.adapter.http.webhook.Reply.Obstacle;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One request. The client asks for the body once it is connected; what it gets waits until the
 * server is trusted. Until then nothing was handed over, from then on only the server knows.
 */
final class Post {
  /** Much more than an answer of any receiver has. */
  private static final int MOST_READ = 16_384;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private final WebhookLogin login;
  private final boolean allowLocal;
  private final AtomicReference<@Nullable ResponseInfo> head = new AtomicReference<>();
  private volatile boolean asked;
  private volatile boolean trusted;

  private Post(WebhookLogin login, boolean allowLocal) {
    this.login = login;
    this.allowLocal = allowLocal;
  }

  /** Returns within the login's timeout, or at once when interrupted. */
  static Reply send(
      WebhookLogin login, boolean allowLocal, Map<String, String> headers, String body) {
    return new Post(login, allowLocal).send(headers, body);
  }

  private Reply send(Map<String, String> headers, String body) {
    HttpRequest request;
    try {
      HttpRequest.Builder asked =
          HttpRequest.newBuilder(URI.create(login.receiver().url().reveal()));
      headers.forEach(asked::setHeader);
      request = asked.setHeader("User-Agent", "salvaguarda").POST(noting(body)).build();
    } catch (IllegalArgumentException _) {
      return new Reply.Unreached(Obstacle.BAD_REQUEST);
    }
    HttpClient client;
    try {
      client = client();
    } catch (GeneralSecurityException | IOException _) {
      return new Reply.Unreached(Obstacle.BAD_AUTHORITIES);
    }
    try (client) {
      return await(client, request);
    }
  }

  private HttpClient client() throws GeneralSecurityException, IOException {
    Duration connect =
        login.timeout().compareTo(LONGEST_CONNECT) < 0 ? login.timeout() : LONGEST_CONNECT;
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connect)
        .sslContext(Authorities.context(login.authorities(), () -> trusted = true))
        .build();
  }

  private Reply await(HttpClient client, HttpRequest request) {
    try {
      long end = System.nanoTime() + login.timeout().toNanos();
      Optional<Obstacle> closed =
          CompletableFuture.supplyAsync(
                  () -> Doorway.closed(request.uri().getHost(), allowLocal),
                  task -> Thread.ofPlatform().daemon().name("webhook-name").start(task))
              .get(login.timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (closed.isPresent()) {
        return new Reply.Unreached(closed.get());
      }
      HttpResponse<FirstBytes.Read> answer =
          client
              .sendAsync(
                  request,
                  info -> {
                    head.set(info);
                    return new FirstBytes(MOST_READ);
                  })
              .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return answered(
          answer.statusCode(),
          answer.headers().firstValue("Retry-After").orElse(""),
          answer.body());
    } catch (TimeoutException _) {
      return broken(login.timeout(), Obstacle.TOO_SLOW);
    } catch (ExecutionException e) {
      return broken(Duration.ZERO, obstacle(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return broken(Duration.ZERO, Obstacle.STOPPED);
    } catch (IllegalArgumentException _) {
      return new Reply.Unreached(Obstacle.BAD_REQUEST);
    } finally {
      client.shutdownNow();
    }
  }

  private static Reply answered(int status, String retryAfter, FirstBytes.Read body) {
    return new Reply.Answered(status, retryAfter, body.text(), body.isWhole());
  }

  /** A status that came counts, though what should follow it did not. */
  private Reply broken(Duration waited, Obstacle obstacle) {
    ResponseInfo seen = head.get();
    if (seen != null) {
      return answered(
          seen.statusCode(),
          seen.headers().firstValue("Retry-After").orElse(""),
          new FirstBytes.Read("", false));
    }
    return handedOver() ? new Reply.Silent(waited) : new Reply.Unreached(obstacle);
  }

  private boolean handedOver() {
    return asked && (trusted || !login.receiver().url().reveal().startsWith("https"));
  }

  private static Obstacle obstacle(Throwable thrown) {
    if (has(thrown, UnresolvedAddressException.class)) {
      return Obstacle.NAME_UNKNOWN;
    }
    if (has(thrown, HttpTimeoutException.class)) {
      return Obstacle.TOO_SLOW;
    }
    if (has(thrown, SSLHandshakeException.class)) {
      return Obstacle.DISTRUST;
    }
    if (has(thrown, SSLException.class)) {
      return Obstacle.NO_TLS;
    }
    return has(thrown, ConnectException.class) ? Obstacle.NO_CONNECTION : Obstacle.BROKEN;
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.iterate(thrown, link -> link != null, Throwable::getCause)
        .limit(20)
        .anyMatch(type::isInstance);
  }

  private BodyPublisher noting(String body) {
    BodyPublisher bytes = BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    return new BodyPublisher() {
      @Override
      public long contentLength() {
        return bytes.contentLength();
      }

      @Override
      public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        asked = true;
        bytes.subscribe(subscriber);
      }
    };
  }
}
