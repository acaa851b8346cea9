package dev.salvaguarda.agent.tar;

import java.io.IOException;

/** An archive that is not what it has to be; the message is a sentence for a person. */
public final class TarException extends IOException {
  private static final long serialVersionUID = 1L;

  private final TarFault fault;

  /** An archive in which this is wrong. */
  public TarException(TarFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public TarFault fault() {
    return fault;
  }

  static TarException damaged(String what) {
    return new TarException(TarFault.DAMAGED_HEADER, "The tar is damaged: %s.".formatted(what));
  }

  static TarException tooLarge(String what) {
    return new TarException(
        TarFault.TOO_LARGE, "The tar is larger than allowed: %s.".formatted(what));
  }

  static TarException cutOff() {
    return new TarException(TarFault.CUT_OFF, "The tar ends before its end.");
  }
}
