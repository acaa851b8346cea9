package dev.salvaguarda.controller.adapter;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.ManualLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.port.Transport;
import dev.salvaguarda.domain.message.RelayRequest;
import java.util.Optional;

/**
 * Channels of every kind, each by the transport that speaks its protocol. What a person tells by
 * hand is a request to that person, on the channel on which they are asked.
 */
public final class EveryTransport implements Transport<ChannelLogin> {
  private final Transport<EmailLogin> mail;
  private final Transport<StaticSiteLogin> sites;
  private final Transport<WebhookLogin> webhooks;

  public EveryTransport(
      Transport<EmailLogin> mail,
      Transport<StaticSiteLogin> sites,
      Transport<WebhookLogin> webhooks) {
    this.mail = mail;
    this.sites = sites;
    this.webhooks = webhooks;
  }

  @Override
  public Optional<DeliveryFailure> probe(ChannelLogin login) {
    return switch (login) {
      case EmailLogin email -> mail.probe(email);
      case ManualLogin manual -> probe(manual.via());
      case StaticSiteLogin site -> sites.probe(site);
      case WebhookLogin webhook -> webhooks.probe(webhook);
    };
  }

  @Override
  public SendOutcome send(ChannelLogin login, Dispatch dispatch) {
    return switch (login) {
      case EmailLogin email -> mail.send(email, dispatch);
      case ManualLogin manual -> send(manual.via(), request(manual, dispatch));
      case StaticSiteLogin site -> sites.send(site, dispatch);
      case WebhookLogin webhook -> webhooks.send(webhook, dispatch);
    };
  }

  /** Each request is a message of its own: a mail program would hide a second copy of the first. */
  private static Dispatch request(ManualLogin manual, Dispatch dispatch) {
    Dispatch.About about = dispatch.about();
    RelayRequest request =
        new RelayRequest(about.namespace(), about.name(), manual.place(), dispatch.asked());
    return new Dispatch(
        about.as("%s.ask%d".formatted(about.id(), dispatch.asked() + 1)),
        dispatch.addresses(),
        request.around(dispatch.rendered(), dispatch.language()),
        dispatch.language(),
        dispatch.eventTime(),
        dispatch.zone(),
        0);
  }
}
