package dev.salvaguarda.controller.adapter.http;

import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.port.WebCalls;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.quantity.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests by the client of the JDK. Sentences are our own: what a server says, and the text of an
 * exception, may hold what it was sent.
 */
public final class JdkWebCalls implements WebCalls {
  private static final int REDIRECT = 3;
  private static final int SUCCESS = 2;
  private static final int CLASS = 100;
  private static final String NO_URL =
      "The url of the hook is none that can be asked: look at its host and port.";

  @Override
  public HookOutcome call(
      HookHttp request,
      Map<String, SensitiveText> headers,
      @Nullable String authorities,
      Duration timeout) {
    HttpRequest.Builder asked;
    try {
      asked = HttpRequest.newBuilder(URI.create(request.url()));
    } catch (IllegalArgumentException _) {
      return HookOutcome.failed(NO_URL);
    }
    asked.timeout(timeout).method(request.method().name(), body(request.body()));
    if (request.body() != null) {
      asked.setHeader("Content-Type", "application/json");
    }
    for (Map.Entry<String, SensitiveText> header : headers.entrySet()) {
      try {
        asked.setHeader(header.getKey(), header.getValue().reveal());
      } catch (IllegalArgumentException _) {
        return HookOutcome.failed(
            "The key \"%s\" of the Secret of headers, or its value, can't be a header."
                .formatted(header.getKey()));
      }
    }
    try (HttpClient client = client(authorities)) {
      return sent(client, asked.build(), request);
    } catch (GeneralSecurityException | IOException _) {
      return HookOutcome.failed(
          "The CA bundle holds no certificate in PEM form, or one that can't be read.");
    }
  }

  private static HttpClient client(@Nullable String authorities)
      throws GeneralSecurityException, IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (authorities != null) {
      builder.sslContext(Authorities.context(authorities));
    }
    return builder.build();
  }

  private static BodyPublisher body(@Nullable String text) {
    return text == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }

  private static HookOutcome sent(HttpClient client, HttpRequest asked, HookHttp request) {
    String server = server(asked.uri());
    try {
      HttpResponse<InputStream> answer = client.send(asked, BodyHandlers.ofInputStream());
      // Nobody reads what it says, however long that is.
      answer.body().close();
      return judged(answer.statusCode(), request);
    } catch (HttpTimeoutException _) {
      return HookOutcome.failed(
          "%s did not answer within %s."
              .formatted(server, DurationText.of(asked.timeout().orElseThrow())));
    } catch (SSLException _) {
      return HookOutcome.failed(
          "The certificate of %s is not trusted, or it speaks no TLS that we do."
              .formatted(server));
    } catch (ConnectException _) {
      return HookOutcome.failed("Nobody answers at %s.".formatted(server));
    } catch (IllegalArgumentException _) {
      // A port beyond all ports is noticed as late as this.
      return HookOutcome.failed(NO_URL);
    } catch (IOException _) {
      return HookOutcome.failed(
          "The connection to %s broke before there was an answer.".formatted(server));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return HookOutcome.failed("The call was broken off, because the operator stops.");
    } finally {
      client.shutdownNow();
    }
  }

  /** Without user and password. */
  private static String server(URI url) {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  private static HookOutcome judged(int code, HookHttp request) {
    boolean passed =
        request.expectedStatus().isEmpty()
            ? code / CLASS == SUCCESS
            : request.expectedStatus().contains(code);
    String words =
        !passed && code / CLASS == REDIRECT
            ? "The server answered with status %d, a redirect, and none is followed."
            : "The server answered with status %d.";
    return new HookOutcome(passed, words.formatted(code));
  }
}
