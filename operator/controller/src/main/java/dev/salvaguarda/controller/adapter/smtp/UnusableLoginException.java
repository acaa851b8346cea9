package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;

/** What a channel says, or what its server offers, does not allow a delivery. */
final class UnusableLoginException extends Exception {
  private final DeliveryFailure failure;

  UnusableLoginException(DeliveryFailure.Reason reason, String message) {
    super(message);
    this.failure = new DeliveryFailure(reason, "", message);
  }

  DeliveryFailure failure() {
    return failure;
  }
}
