package dev.salvaguarda.agent.restore.guest;

import java.io.IOException;
import java.io.OutputStream;

/** What a program of a host takes; its failures are told from those of what is sent. */
final class HostInput extends OutputStream {
  private final OutputStream input;

  HostInput(OutputStream input) {
    this.input = input;
  }

  /** The host takes no more, which is no fault of the archive. */
  static final class NotTakenException extends IOException {
    private static final long serialVersionUID = 1;

    NotTakenException(IOException cause) {
      super("the host takes no more", cause);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      input.write(bytes, offset, length);
    } catch (IOException e) {
      throw new NotTakenException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      input.close();
    } catch (IOException e) {
      throw new NotTakenException(e);
    }
  }
}
