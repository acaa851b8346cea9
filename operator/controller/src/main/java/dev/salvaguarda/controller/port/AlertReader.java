package dev.salvaguarda.controller.port;

import dev.salvaguarda.domain.alert.Alert;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads what a monitoring system sends. */
public interface AlertReader {

  /**
   * Hands on the alerts in the order in which they were sent.
   *
   * @throws UnreadableException when it is not what it should be; some may have been handed on
   *     before
   */
  void read(InputStream body, Consumer<Alert> each) throws UnreadableException;

  /**
   * What was sent can't be read, now or ever; the message says why in a sentence for the sender.
   */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableException(String sentence) {
      super(sentence);
    }

    /** What the sender is told. */
    public String sentence() {
      return String.valueOf(getMessage());
    }
  }
}
