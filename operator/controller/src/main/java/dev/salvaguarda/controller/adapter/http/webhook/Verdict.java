package dev.salvaguarda.controller.adapter.http.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.salvaguarda.controller.adapter.http.Reply;
import dev.salvaguarda.controller.adapter.http.Reply.Answered;
import dev.salvaguarda.controller.adapter.http.Reply.Obstacle;
import dev.salvaguarda.controller.adapter.http.Reply.Silent;
import dev.salvaguarda.controller.adapter.http.Reply.Unreached;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a reply means; pure. Only 2xx is a success, and only if the body does not deny it. Sentences
 * are our own: what a server says may repeat what it was sent.
 *
 * @param format that the receiver speaks
 * @param host what people are told of the receiver; empty where that is a secret
 * @param now from which a date in Retry-After counts
 */
record Verdict(Format format, String host, Instant now) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int CLASS = 100;

  SendOutcome of(Reply reply) {
    return switch (reply) {
      case Answered answer when answer.status() / CLASS == 2 -> accepted(answer);
      case Answered answer -> new SendOutcome.NotSent(refusal(answer));
      case Unreached(Obstacle obstacle) -> new SendOutcome.NotSent(failure(obstacle));
      case Silent(Duration waited) ->
          new SendOutcome.Unknown(
              waited.isZero()
                  ? "The message was handed over to %s and the connection ended without an answer."
                      .formatted(whom())
                  : "The message was handed over to %s and no answer came within %d s."
                      .formatted(whom(), waited.toSeconds()));
    };
  }

  /** Of a receiver that was not reached. */
  DeliveryFailure failure(Obstacle obstacle) {
    Reason reason =
        switch (obstacle) {
          case DISTRUST, NO_TLS, BAD_AUTHORITIES -> Reason.TLS_NOT_TRUSTED;
          case NAME_UNKNOWN, LOCAL, NO_CONNECTION, TOO_SLOW, BROKEN, BAD_REQUEST, STOPPED ->
              Reason.SERVER_UNREACHABLE;
        };
    return new DeliveryFailure(reason, "", who() + " " + words(obstacle));
  }

  private static String words(Obstacle obstacle) {
    return switch (obstacle) {
      case NAME_UNKNOWN -> "can't be found: the name is not known.";
      case LOCAL -> "leads to the operator's own pod or to its link, where webhooks may not go.";
      case NO_CONNECTION -> "does not take connections.";
      case TOO_SLOW -> "did not answer in time.";
      case BROKEN -> "ended the connection.";
      case DISTRUST -> "has a certificate that is not trusted, or for another name.";
      case NO_TLS -> "does not speak TLS as it should.";
      case BAD_AUTHORITIES ->
          "can't be trusted: caBundleRef holds no certificate that can be read.";
      case BAD_REQUEST -> "can't be asked: its URL, or a header of headersRef, is none.";
      case STOPPED -> "was not asked: the operator stopped the delivery.";
    };
  }

  private SendOutcome accepted(Answered answer) {
    return switch (format) {
      case CLOUD_EVENTS, ALERTMANAGER, TEXT -> delivered("");
      case TEAMS -> teams(answer);
      case SLACK, MATTERMOST ->
          inBody(
              answer,
              answer.body().strip().equalsIgnoreCase("ok") ? Optional.of("") : Optional.empty());
      case NTFY -> inBody(answer, ntfy(json(answer)));
      case TELEGRAM -> telegram(answer);
      case WAHA, EVOLUTION, WPP_CONNECT ->
          isAway(answer)
              ? new SendOutcome.NotSent(away(answer))
              : inBody(answer, Telephone.posted(format, json(answer)));
      case WHATSAPP_CLOUD -> cloud(answer);
    };
  }

  /** Success is what the body says it is. */
  private SendOutcome inBody(Answered answer, Optional<String> id) {
    if (id.isPresent()) {
      return delivered(id.get());
    }
    return answer.isWhole() ? lie(answer) : cut(answer);
  }

  private static Optional<String> ntfy(JsonNode body) {
    return body.path("event").asText().equals("message") && body.path("id").isTextual()
        ? Optional.of(body.path("id").asText())
        : Optional.empty();
  }

  private SendOutcome telegram(Answered answer) {
    JsonNode body = json(answer);
    if (body.path("ok").isBoolean() && !body.path("ok").asBoolean()) {
      return new SendOutcome.NotSent(refusal(answer));
    }
    JsonNode id = body.path("result").path("message_id");
    return inBody(
        answer,
        body.path("ok").asBoolean() && id.isIntegralNumber()
            ? Optional.of(id.asText())
            : Optional.empty());
  }

  /** What it calls a message has the receiver's number in it, and is not kept. */
  private SendOutcome cloud(Answered answer) {
    JsonNode body = json(answer);
    if (body.has("error")) {
      return new SendOutcome.NotSent(refusal(answer));
    }
    return inBody(
        answer,
        body.path("messages").path(0).path("id").isTextual() ? Optional.of("") : Optional.empty());
  }

  private boolean isAway(Answered answer) {
    return Telephone.isAway(format, answer.status(), json(answer));
  }

  private DeliveryFailure away(Answered answer) {
    return deferred(answer, "answered %d: there is no such session, or its telephone is away.");
  }

  /** A connector of old answers 200 though Teams refused, and says so in words. */
  private SendOutcome teams(Answered answer) {
    if (!answer.body().contains("delivery failed")) {
      return delivered("");
    }
    return new SendOutcome.NotSent(
        answer.body().contains("429")
            ? deferred(answer, "answered %d, but could not deliver it: too many at once.")
            : failed(Reason.REJECTED, answer, "answered %d, but could not deliver it."));
  }

  private static SendOutcome delivered(String id) {
    return new SendOutcome.Answered(id, Map.of());
  }

  /** It may have been told all the same: to send it again could tell it twice. */
  private SendOutcome lie(Answered answer) {
    return new SendOutcome.NotSent(
        failed(
            Reason.REJECTED,
            answer,
            "answered %d, but not what a receiver of this format says when it took a message."));
  }

  private SendOutcome cut(Answered answer) {
    return new SendOutcome.Unknown(
        "The message was handed over to %s, which answered %d, and its answer was cut off."
            .formatted(whom(), answer.status()));
  }

  /** Of any answer that says no. */
  private DeliveryFailure refusal(Answered answer) {
    if (isAway(answer)) {
      return away(answer);
    }
    if (format == Format.WHATSAPP_CLOUD) {
      Optional<CloudError> error = CloudError.of(json(answer).path("error").path("code").asInt(0));
      if (error.isPresent()) {
        return failed(error.get().reason(), answer, "answered %d: " + error.get().words() + ".")
            .after(RetryAfter.of(answer.retryAfter(), 0, now));
      }
    }
    JsonNode body = format == Format.TELEGRAM ? json(answer) : MissingNode.getInstance();
    if (body.path("parameters").path("migrate_to_chat_id").isIntegralNumber()) {
      return failed(
          Reason.REJECTED,
          answer,
          "answered %d: the group has another id now, "
              + body.path("parameters").path("migrate_to_chat_id").asLong()
              + ", which belongs into chatId.");
    }
    int code = answer.status() / CLASS == 2 ? body.path("error_code").asInt(400) : answer.status();
    return switch (code) {
      case 410 ->
          failed(
              Reason.GONE,
              answer,
              "answered %d: it takes no more messages. The channel is not used again until its"
                  + " specification changes.");
      case 401, 403, 407 ->
          failed(Reason.LOGIN_REFUSED, answer, "answered %d: it refuses who asks.");
      case 404 -> deferred(answer, "answered %d: there is no receiver at this address.");
      case 429 -> deferred(answer, "answered %d: too many at once.");
      case 408, 425 -> deferred(answer, "answered %d: not now.");
      default ->
          code / CLASS == 4
              ? failed(Reason.REJECTED, answer, "answered %d: it does not take this message.")
              : deferred(
                  answer,
                  code / CLASS == 3
                      ? "answered %d, a redirect, and none is followed."
                      : "answered %d: it has trouble of its own.");
    };
  }

  private DeliveryFailure deferred(Answered answer, String words) {
    return failed(Reason.DEFERRED, answer, words)
        .after(RetryAfter.of(answer.retryAfter(), told(answer), now));
  }

  private DeliveryFailure failed(Reason reason, Answered answer, String words) {
    return new DeliveryFailure(
        reason, Integer.toString(answer.status()), who() + " " + words.formatted(answer.status()));
  }

  private String who() {
    return host.isEmpty() ? "The receiver" : host;
  }

  private String whom() {
    return host.isEmpty() ? "the receiver" : host;
  }

  /** Seconds that Telegram asks for; 0 if it does not. */
  private long told(Answered answer) {
    return format == Format.TELEGRAM
        ? json(answer).path("parameters").path("retry_after").asLong(0)
        : 0;
  }

  private static JsonNode json(Answered answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }
}
