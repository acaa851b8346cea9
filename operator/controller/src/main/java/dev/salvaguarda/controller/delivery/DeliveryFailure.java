package dev.salvaguarda.controller.delivery;

import java.time.Duration;

/**
 * Why a channel, or a receiver, did not take a message.
 *
 * @param reason the class of it
 * @param code what the server answered, such as {@code 451 4.7.1}; empty if it did not answer
 * @param message one sentence for a person; never a secret or a whole address
 * @param pause for how long the server wants to be left alone; zero where it does not say
 */
public record DeliveryFailure(Reason reason, String code, String message, Duration pause) {

  /** Of a server that asks for no pause. */
  public DeliveryFailure(Reason reason, String code, String message) {
    this(reason, code, message, Duration.ZERO);
  }

  /** The same, with a pause that the server asks for. */
  public DeliveryFailure after(Duration asked) {
    return new DeliveryFailure(reason, code, message, asked);
  }

  /** Each says whether another attempt may help. */
  public enum Reason {
    /** No connection, a timeout before anything was said, a name that is not known. */
    SERVER_UNREACHABLE(true),
    /** The certificate is not trusted, names another host, or there is no TLS. */
    TLS_NOT_TRUSTED(true),
    /** User, password or token were refused; tried again, since a person changes the Secret. */
    LOGIN_REFUSED(true),
    /** The server answered with an error that passes by itself (4xx). */
    DEFERRED(true),
    /** The server refused for good (5xx). */
    REJECTED(false),
    /** The server takes nothing any more: the channel is not used again until it is changed. */
    GONE(false),
    /** An address that can't be one. */
    ADDRESS_INVALID(false);

    private final boolean passes;

    Reason(boolean passes) {
      this.passes = passes;
    }

    /** Whether another attempt may help. */
    public boolean passes() {
      return passes;
    }
  }
}
