package dev.salvaguarda.controller.adapter.http;

import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.adapter.http.Reply.Obstacle;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.port.WebCalls;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.quantity.DurationText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests of hooks. Sentences are our own: what a server says, and the text of an exception, may
 * hold what it was sent.
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
      question = Question.of(request.method().name(), request.url(), headers, request.body());
    } catch (UnaskableException refused) {
      return HookOutcome.failed(refused.sentence());
    }
    return switch (new Exchange(question, context, timeout, allowLocal).ask(0)) {
      case Reply.Answered answer -> judged(answer.status(), request);
      case Reply.Silent(Duration waited) ->
          HookOutcome.failed(
              words(waited.isZero() ? Obstacle.BROKEN : Obstacle.TOO_SLOW, question, timeout));
      case Reply.Unreached(Obstacle obstacle) ->
          HookOutcome.failed(words(obstacle, question, timeout));
    };
  }

  private static String words(Obstacle obstacle, Question question, Duration timeout) {
    String server = question.server();
    return switch (obstacle) {
      case LOCAL ->
          "%s leads to the operator's own pod or to its link, where hooks may not go."
              .formatted(server);
      case NAME_UNKNOWN -> "There is no host of the name %s.".formatted(question.host());
      case NO_CONNECTION -> "Nobody answers at %s.".formatted(server);
      case DISTRUST, NO_TLS, BAD_AUTHORITIES ->
          "The certificate of %s is not trusted, or it speaks no TLS that we do.".formatted(server);
      case TOO_SLOW -> "%s did not answer within %s.".formatted(server, DurationText.of(timeout));
      case BROKEN, BAD_REQUEST, STOPPED ->
          "The connection to %s broke before there was an answer.".formatted(server);
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
