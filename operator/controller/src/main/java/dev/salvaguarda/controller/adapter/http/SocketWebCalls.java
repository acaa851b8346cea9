package dev.salvaguarda.controller.adapter.http;

import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.adapter.LocalAddress;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.port.WebCalls;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.quantity.DurationText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Requests over connections of our own: a name is resolved once, each of its addresses is checked,
 * and what was checked is connected to. A client that resolves by itself could be sent elsewhere in
 * between. Sentences are our own, too: what a server says, and the text of an exception, may hold
 * what it was sent.
 */
public final class SocketWebCalls implements WebCalls {
  private static final int REDIRECT = 3;
  private static final int SUCCESS = 2;
  private static final int CLASS = 100;

  private final boolean allowLocal;

  /**
   * @param allowLocal whether requests may go to the operator's own pod and to its link
   */
  public SocketWebCalls(boolean allowLocal) {
    this.allowLocal = allowLocal;
  }

  @Override
  public HookOutcome call(
      HookHttp request,
      Map<String, SensitiveText> headers,
      @Nullable String authorities,
      Duration timeout) {
    SSLContext context;
    try {
      context = Authorities.context(authorities);
    } catch (GeneralSecurityException | IOException _) {
      return HookOutcome.failed(
          "The CA bundle holds no certificate in PEM form, or one that can't be read.");
    }
    Question question;
    try {
      question = Question.of(request, headers);
    } catch (UnaskableException refused) {
      return HookOutcome.failed(refused.sentence());
    }
    return asked(question, request, context, timeout);
  }

  private HookOutcome asked(
      Question question, HookHttp request, SSLContext context, Duration timeout) {
    AtomicBoolean late = new AtomicBoolean();
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      Future<?> deadline = closing(socket, late, timeout);
      try {
        connect(socket, question, timeout);
        return judged(answer(socket, question, context), request);
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException failed) {
      return HookOutcome.failed(
          late.get() || failed instanceof SocketTimeoutException
              ? "%s did not answer within %s."
                  .formatted(question.server(), DurationText.of(timeout))
              : words(failed, question));
    }
  }

  /** Whatever it is doing then: reading, writing and agreeing upon keys end with it. */
  private static Future<?> closing(Socket socket, AtomicBoolean late, Duration timeout) {
    return CompletableFuture.runAsync(
        () -> {
          late.set(true);
          try {
            socket.close();
          } catch (IOException _) {
            // It is of no use any more either way.
          }
        },
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void connect(Socket socket, Question question, Duration timeout) throws IOException {
    InetAddress[] found = InetAddress.getAllByName(question.host());
    for (InetAddress address : found) {
      if (!allowLocal && LocalAddress.is(address)) {
        throw new LocalAddressException();
      }
    }
    // The first alone: that another one answers is nothing that a hook may depend on.
    socket.connect(
        new InetSocketAddress(found[0], question.port()), Math.toIntExact(timeout.toMillis()));
  }

  private static int answer(Socket socket, Question question, SSLContext context)
      throws IOException {
    if (!question.secure()) {
      return question.askedOver(socket);
    }
    // Never closed by itself: it would read to the end what nobody wants to read.
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, question.peer(), question.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return question.askedOver(secure);
  }

  private static String words(IOException failed, Question question) {
    return switch (failed) {
      case LocalAddressException _ ->
          "%s leads to the operator's own pod or to its link, where hooks may not go."
              .formatted(question.server());
      case UnknownHostException _ -> "There is no host of the name %s.".formatted(question.host());
      case ConnectException _, NoRouteToHostException _ ->
          "Nobody answers at %s.".formatted(question.server());
      case SSLException _ ->
          "The certificate of %s is not trusted, or it speaks no TLS that we do."
              .formatted(question.server());
      default ->
          "The connection to %s broke before there was an answer.".formatted(question.server());
    };
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
