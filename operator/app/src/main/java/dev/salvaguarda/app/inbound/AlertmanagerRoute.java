package dev.salvaguarda.app.inbound;

import dev.salvaguarda.controller.alert.AlertAnswer;
import dev.salvaguarda.controller.alert.AlertDelivery;
import dev.salvaguarda.controller.alert.AlertDesk;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The way in for Alertmanager's webhook. Alertmanager comes again after 5xx alone, so that is the
 * answer to all that may pass; 2xx means that the API server has what follows. Within 30 s there is
 * an answer, whatever the API server does.
 *
 * <p>Of what was sent, no more is in memory at a time than {@value #ROOM} bytes, whoever sends it.
 */
public final class AlertmanagerRoute implements Handler<RoutingContext> {
  /** Where it answers. */
  public static final String PATH = "/inbound/alertmanager";

  private static final int MOST_BYTES = 4 << 20;
  private static final int ROOM = 2 * MOST_BYTES;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String UNSURE =
      "The API server has not confirmed it yet; it must be sent again.";
  private static final String BUSY = "Others are being worked off; it must be sent again.";

  private final BearerTokens tokens;
  private final boolean overTlsAlone;
  private final AlertDesk desk;
  private final Duration patience;
  private final Semaphore room = new Semaphore(ROOM);

  /**
   * @param tokens a folder of files, each with a token that opens the way
   * @param overTlsAlone whether a token that came in plain text opens nothing
   */
  public AlertmanagerRoute(Path tokens, boolean overTlsAlone, AlertDesk desk) {
    this(tokens, overTlsAlone, desk, PATIENCE);
  }

  AlertmanagerRoute(Path tokens, boolean overTlsAlone, AlertDesk desk, Duration patience) {
    this.patience = patience;
    this.tokens = new BearerTokens(tokens);
    this.overTlsAlone = overTlsAlone;
    this.desk = desk;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (overTlsAlone && !request.isSSL()) {
      answer(context.response(), HttpURLConnection.HTTP_FORBIDDEN, "It is taken over TLS alone.");
      return;
    }
    switch (tokens.worth(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      case CLOSED -> context.next();
      case WRONG -> {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        answer(context.response(), HttpURLConnection.HTTP_UNAUTHORIZED, "It takes a bearer token.");
      }
      case RIGHT -> measure(context, length(request));
    }
  }

  /** Minus one if it is not said. */
  private static int length(HttpServerRequest request) {
    String text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return text == null ? -1 : (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private void measure(RoutingContext context, int length) {
    HttpServerResponse response = context.response();
    if (length < 0) {
      answer(
          response,
          HttpURLConnection.HTTP_LENGTH_REQUIRED,
          "It must say its length (Content-Length).");
    } else if (length > MOST_BYTES) {
      answer(
          response,
          HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
          "It has more than %d bytes: let group_by make more groups.".formatted(MOST_BYTES));
    } else if (!room.tryAcquire(length)) {
      answer(response, HttpURLConnection.HTTP_UNAVAILABLE, BUSY);
    } else {
      new Reception(context, length).begin();
    }
  }

  /** One delivery, from its first byte to its answer. */
  private final class Reception {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context thread;
    private final byte[] body;
    private int filled;
    private boolean isOver;

    private Reception(RoutingContext context, int length) {
      this.request = context.request();
      this.response = context.response();
      this.thread = context.vertx().getOrCreateContext();
      this.body = new byte[length];
    }

    private void begin() {
      long alarm = thread.owner().setTimer(patience.toMillis(), _ -> giveUp());
      response.endHandler(_ -> thread.owner().cancelTimer(alarm));
      request.handler(chunk -> {
        chunk.getBytes(body, filled);
        filled += chunk.length();
      });
      request.exceptionHandler(_ -> {
        thread.owner().cancelTimer(alarm);
        leave();
      });
      request.endHandler(_ -> handOver());
    }

    private void giveUp() {
      if (leave()) {
        answer(response, HttpURLConnection.HTTP_UNAVAILABLE, "It came too slowly.");
        request.connection().close();
      } else {
        // The desk may write it down all the same, and again does no harm.
        answer(response, HttpURLConnection.HTTP_UNAVAILABLE, UNSURE);
      }
    }

    private void handOver() {
      if (isOver) {
        return;
      }
      // From here on the desk has the bytes, also when the sender is gone.
      isOver = true;
      if (!desk.take(new AlertDelivery(new ByteArrayInputStream(body), this::reply))) {
        room.release(body.length);
        answer(response, HttpURLConnection.HTTP_UNAVAILABLE, BUSY);
      }
    }

    /** Gives its room back, unless that was done before or is the desk's to do. */
    private boolean leave() {
      if (isOver) {
        return false;
      }
      isOver = true;
      room.release(body.length);
      return true;
    }

    private void reply(AlertAnswer answer) {
      room.release(body.length);
      thread.runOnContext(_ -> {
        switch (answer) {
          case AlertAnswer.Taken _ -> answer(response, HttpURLConnection.HTTP_OK, "Taken.");
          case AlertAnswer.Refused(String why) ->
              answer(response, HttpURLConnection.HTTP_BAD_REQUEST, why);
          case AlertAnswer.Later(String why, _) ->
              answer(response, HttpURLConnection.HTTP_UNAVAILABLE, why);
        }
      });
    }
  }

  private static void answer(HttpServerResponse response, int code, String sentence) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(code)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(sentence + "\n");
    }
  }
}
