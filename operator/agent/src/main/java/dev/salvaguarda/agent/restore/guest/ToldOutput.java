package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.restore.work.RestoreContext;
import java.io.IOException;
import java.io.OutputStream;

/** Says how much was read, and ends where that is asked for. */
final class ToldOutput extends OutputStream {
  private final OutputStream out;
  private final RestoreContext context;

  ToldOutput(OutputStream out, RestoreContext context) {
    this.out = out;
    this.context = context;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    context.requireNotCancelled();
    out.write(bytes, offset, length);
    context.board().read(length);
  }
}
