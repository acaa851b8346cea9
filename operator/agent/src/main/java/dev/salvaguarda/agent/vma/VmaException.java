package dev.salvaguarda.agent.vma;

import java.io.IOException;

/** An archive that is not what it has to be; the message is a sentence for a person. */
public final class VmaException extends IOException {
  private static final long serialVersionUID = 1L;

  private final VmaFault fault;

  /**
   * A fault.
   *
   * @param message a sentence for a person
   */
  public VmaException(VmaFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public VmaFault fault() {
    return fault;
  }
}
