package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import java.util.Optional;

/**
 * What an error of WhatsApp's own API means; pure. Its titles change, its codes do not.
 *
 * @param words after the status, within a sentence
 */
record CloudError(Reason reason, String words) {
  private static final int PERMISSION = 200;
  private static final int LAST_PERMISSION = 299;

  /** Empty where the status says as much. */
  static Optional<CloudError> of(int code) {
    return switch (code) {
      case 4, 80007, 130429, 131056 -> found(Reason.DEFERRED, "too many at once");
      case 1, 2, 131000, 131016 -> found(Reason.DEFERRED, "it has trouble of its own");
      case 10, 190 -> found(Reason.LOGIN_REFUSED, "it refuses the token");
      case 368, 131031, 131042, 131048 ->
          found(Reason.LOGIN_REFUSED, "Meta holds back what this account sends");
      case 132000, 132001, 132007, 132012, 132015, 132016 ->
          found(
              Reason.DEFERRED,
              "there is no such template in that language with two places, or Meta has paused it");
      case 131026, 131030, 131047, 131049, 131050 ->
          found(Reason.REJECTED, "the number can't be written to, or does not want it");
      default ->
          code >= PERMISSION && code <= LAST_PERMISSION
              ? found(Reason.LOGIN_REFUSED, "the token may not send from this number")
              : Optional.empty();
    };
  }

  private static Optional<CloudError> found(Reason reason, String words) {
    return Optional.of(new CloudError(reason, words));
  }
}
