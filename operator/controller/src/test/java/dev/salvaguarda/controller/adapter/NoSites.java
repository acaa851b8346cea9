package dev.salvaguarda.controller.adapter;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.controller.port.Transport;
import java.util.Optional;

/** Where no page is written. */
public final class NoSites implements Transport<StaticSiteLogin> {

  @Override
  public Optional<DeliveryFailure> probe(StaticSiteLogin login) {
    throw new AssertionError("no page is looked at here");
  }

  @Override
  public SendOutcome send(StaticSiteLogin login, Dispatch dispatch) {
    throw new AssertionError("no page is written here");
  }
}
