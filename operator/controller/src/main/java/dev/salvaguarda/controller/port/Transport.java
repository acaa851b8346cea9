package dev.salvaguarda.controller.port;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import java.util.Optional;

/**
 * Hands messages to channels of one kind, or of every kind. Every call ends by itself within the
 * login's total timeout, an interrupt ends it at once, and what goes wrong is an answer, never an
 * exception.
 */
public interface Transport<L extends ChannelLogin> {

  /** Goes as far as one can without sending anything; empty if all went well. */
  Optional<DeliveryFailure> probe(L login);

  /** Sends once. */
  SendOutcome send(L login, Dispatch dispatch);
}
