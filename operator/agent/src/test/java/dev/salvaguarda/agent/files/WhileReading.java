package dev.salvaguarda.agent.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Does something once, after the first bytes were read. */
final class WhileReading extends FilterInputStream {
  private final Event event;
  private boolean done;

  WhileReading(InputStream in, Event event) {
    super(in);
    this.event = event;
  }

  /** What happens meanwhile. */
  interface Event {
    void happen() throws IOException;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, Math.min(length, 1000));
    if (!done) {
      done = true;
      event.happen();
    }
    return count;
  }
}
