package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.progress.ProgressBoard;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Counts what passes of a dump and remembers how it ends. */
public final class DumpStream extends FilterInputStream {
  private final ProgressBoard board;
  private final byte[] ring = new byte[DumpTrailer.TAIL_BYTES];
  private long size;

  public DumpStream(InputStream in, ProgressBoard board) {
    super(in);
    this.board = board;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      remember(buffer, offset, count);
      board.read(count);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  public long size() {
    return size;
  }

  /** The last bytes, at most {@link DumpTrailer#TAIL_BYTES}. */
  public byte[] tail() {
    if (size <= ring.length) {
      return Arrays.copyOf(ring, (int) size);
    }
    int start = (int) (size % ring.length);
    byte[] tail = new byte[ring.length];
    System.arraycopy(ring, start, tail, 0, ring.length - start);
    System.arraycopy(ring, 0, tail, ring.length - start, start);
    return tail;
  }

  private void remember(byte[] buffer, int offset, int count) {
    int kept = Math.min(count, ring.length);
    int from = offset + count - kept;
    long position = size + count - kept;
    int at = (int) (position % ring.length);
    int first = Math.min(kept, ring.length - at);
    System.arraycopy(buffer, from, ring, at, first);
    System.arraycopy(buffer, from + first, ring, 0, kept - first);
    size += count;
  }
}
