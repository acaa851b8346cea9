package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.adapter.http.WebPost;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import dev.salvaguarda.controller.port.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hands notices to programs by HTTP, one connection for each. */
public final class WebhookTransport implements Transport<WebhookLogin> {
  private final Clock clock;
  private final WebPost web;

  /**
   * @param clock whose time stands in signatures
   * @param allowLocal whether messages may go to the operator's own pod and to its link
   */
  public WebhookTransport(Clock clock, boolean allowLocal) {
    this.clock = clock;
    this.web = new WebPost(allowLocal);
  }

  /** Resolves the name, connects and encrypts; a request would be a message. */
  @Override
  public Optional<DeliveryFailure> probe(WebhookLogin login) {
    return web.meet(server(login, login.timeout()))
        .map(obstacle -> verdict(login, clock.instant()).failure(obstacle));
  }

  @Override
  public SendOutcome send(WebhookLogin login, Dispatch dispatch) {
    return login.format() == Format.WHATSAPP_CLOUD
        ? new Round(dispatch.addresses(), login.timeout(), clock)
            .with((address, rest) -> post(login, rest, dispatch.to(address)))
        : post(login, login.timeout(), dispatch);
  }

  private SendOutcome post(WebhookLogin login, Duration timeout, Dispatch dispatch) {
    Instant now = clock.instant();
    Payload payload = Payload.of(login, dispatch);
    Map<String, SensitiveText> headers = new LinkedHashMap<>();
    payload.headers().forEach((name, value) -> headers.put(name, new SensitiveText(value)));
    headers.put("Content-Type", new SensitiveText(payload.contentType()));
    headers.putAll(login.headers());
    Signature.headers(dispatch.id(), now, payload.body(), login.keys())
        .forEach((name, value) -> headers.put(name, new SensitiveText(value)));
    return verdict(login, now).of(web.post(server(login, timeout), headers, payload.body()));
  }

  private static WebPost.Server server(WebhookLogin login, Duration timeout) {
    return new WebPost.Server(login.receiver().url(), login.authorities(), timeout);
  }

  private static Verdict verdict(WebhookLogin login, Instant now) {
    return new Verdict(login.format(), login.receiver().shown(), now);
  }
}
