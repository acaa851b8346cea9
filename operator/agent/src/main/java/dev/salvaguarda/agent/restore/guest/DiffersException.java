package dev.salvaguarda.agent.restore.guest;

import java.io.IOException;

/** What comes out of the repository is not what was recorded; the message is a sentence. */
public final class DiffersException extends IOException {
  private static final long serialVersionUID = 1L;

  DiffersException(String message) {
    super(message);
  }
}
