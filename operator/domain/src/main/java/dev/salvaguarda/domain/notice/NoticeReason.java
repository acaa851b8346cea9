package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.name.WireName;

/** Why a notice is where it is. */
public enum NoticeReason {
  CHANNEL_NOT_FOUND("The channel that the notice names does not exist; it waits for it."),
  CHANNEL_NOT_READY("The channel's Secrets are not as they should be; it waits for that."),
  CHANNEL_SUSPENDED("spec.suspend of the channel is set; it waits for its end."),
  WAITING_FOR_EARLIER("An earlier notice of the same thread goes first."),
  WAITING_FOR_DIGEST("It is told together with others at the time of the channel's digest."),
  WAITING_FOR_RATE("The channel's rate lets no more out for the moment."),
  WAITING_FOR_RETRY("An attempt did not reach everybody; the next one is planned."),
  AWAITING_RELAY(
      "Those who tell it by hand were asked to; it waits until one of them records that in"
          + " spec.relay."),
  RELAYED("A person recorded in spec.relay that it was told."),
  NOT_RELAYED("Nobody recorded before the channel's retry.deadline that it was told by hand."),
  OUTCOME_UNKNOWN(
      "It was handed over and nobody knows whether it arrived: no answer came, or the operator that"
          + " sent it was gone before it could write the answer down."),
  SOME_NOT_REACHED("Some receivers have it; the others were refused, or not reached in time."),
  REFUSED("It was refused for good for every receiver."),
  DEADLINE_PASSED("The channel's retry.deadline passed, or 20 attempts were made."),
  OUTDATED("Its notAfter passed before it was sent: it was no longer worth saying."),
  NO_LONGER_SO("What was due was done before it was sent, as the message says."),
  SUPERSEDED("A notice without which it makes no sense was itself suppressed."),
  SET_BACK(
      "The cluster's data were brought back from an older copy that did not know it; the operator"
          + " that had sent it wrote it down anew instead of saying it again."),
  COLLECTED("It was told together with others, by the notice that the message names.");

  private final String meaning;
  private final String wireName = WireName.of(this);

  NoticeReason(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for the reference page. */
  public String meaning() {
    return meaning;
  }

  /** The UpperCamelCase form in the status. */
  public String wireName() {
    return wireName;
  }
}
