package dev.salvaguarda.repository.write;

import java.io.OutputStream;

/**
 * A stream that is stored as it is written, for those who come by it piece by piece while they
 * store others. For one thread. Closing it without {@link #finish()} stores no file.
 */
public final class StreamWriter extends OutputStream {
  private final StreamStorer storer;
  private final OpenStream stream;

  StreamWriter(StreamStorer storer, StreamRequest request) {
    this.storer = storer;
    // Who writes several must not wait for what the others hold.
    this.stream =
        new OpenStream(storer, request, storer.slabs().force(StreamStorer.firstSlab(request)));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      stream.write(bytes, offset, length);
    } catch (RuntimeException | Error e) {
      storer.state().fail(e);
      throw e;
    }
  }

  /** Stores what is left; nothing may be written afterwards. */
  public StoredFile finish() {
    try {
      return stream.finish();
    } catch (RuntimeException | Error e) {
      storer.state().fail(e);
      throw e;
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
