package dev.salvaguarda.controller.delivery;

import java.util.Map;

/** What came of a delivery. */
public sealed interface SendOutcome {

  /**
   * The channel answered for every receiver.
   *
   * @param providerId what the channel calls the message, such as a queue id; empty if it said none
   * @param refused those who did not get it, by address, and why; all others got it
   */
  record Answered(String providerId, Map<String, DeliveryFailure> refused) implements SendOutcome {
    public Answered {
      refused = Map.copyOf(refused);
    }

    /** Without the addresses. */
    @Override
    public String toString() {
      return "Answered[" + providerId + ", " + refused.size() + " refused]";
    }
  }

  /** Nobody got it: the connection ended before the message was handed over. */
  record NotSent(DeliveryFailure failure) implements SendOutcome {}

  /**
   * The message was handed over and no answer came: somebody may have got it.
   *
   * @param message one sentence for a person
   */
  record Unknown(String message) implements SendOutcome {}
}
