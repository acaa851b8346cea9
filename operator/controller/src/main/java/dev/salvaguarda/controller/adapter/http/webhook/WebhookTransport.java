package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.port.Transport;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hands notices to programs by HTTP, one connection for each. */
public final class WebhookTransport implements Transport<WebhookLogin> {
  private final Clock clock;
  private final boolean allowLocal;

  /**
   * @param clock whose time stands in signatures
   * @param allowLocal whether messages may go to the operator's own pod and to its link
   */
  public WebhookTransport(Clock clock, boolean allowLocal) {
    this.clock = clock;
    this.allowLocal = allowLocal;
  }

  /** Resolves the name, connects and encrypts; a request would be a message. */
  @Override
  public Optional<DeliveryFailure> probe(WebhookLogin login) {
    return Handshake.with(login, allowLocal)
        .map(obstacle -> verdict(login, clock.instant()).failure(obstacle));
  }

  @Override
  public SendOutcome send(WebhookLogin login, Dispatch dispatch) {
    Instant now = clock.instant();
    Payload payload = Payload.of(login, dispatch);
    Map<String, String> headers = new LinkedHashMap<>(payload.headers());
    headers.put("Content-Type", payload.contentType());
    login.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.putAll(Signature.headers(dispatch.id(), now, payload.body(), login.keys()));
    return verdict(login, now).of(Post.send(login, allowLocal, headers, payload.body()));
  }

  private static Verdict verdict(WebhookLogin login, Instant now) {
    return new Verdict(login.format(), login.receiver().shown(), now);
  }
}
