package dev.salvaguarda.agent.tar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** An archive that is read once: what is no file's content goes on to another stream as it is. */
final class TarInput {
  /** What may follow the end: one record of the largest size that somebody uses. */
  private static final int MOST_PADDING = 1 << 20;

  private final InputStream in;
  private final OutputStream rest;
  private final boolean hasContents;
  private final byte[] block = new byte[HeaderBlock.SIZE];

  TarInput(InputStream in, OutputStream rest, boolean hasContents) {
    this.in = in;
    this.rest = rest;
    this.hasContents = hasContents;
  }

  /** The next block, which is used again for the one after it; nothing was read of it at an end. */
  byte[] block() throws IOException {
    if (in.readNBytes(block, 0, block.length) < block.length) {
      throw TarException.cutOff();
    }
    rest.write(block);
    return block;
  }

  /** So many bytes, and what fills their last block. */
  byte[] filled(int size) throws IOException {
    byte[] bytes = new byte[size];
    for (int at = 0; at < size; at += HeaderBlock.SIZE) {
      System.arraycopy(block(), 0, bytes, at, Math.min(HeaderBlock.SIZE, size - at));
    }
    return bytes;
  }

  /** A file's content; skips what fills its last block when it is closed. */
  InputStream content(long stored) {
    return new Content(hasContents ? stored : 0, Math.floorMod(-stored, HeaderBlock.SIZE));
  }

  /** Reads what may follow the end of an archive. */
  void end() throws IOException {
    for (int read = 0; ; ) {
      int count = in.readNBytes(block, 0, block.length);
      rest.write(block, 0, count);
      read += count;
      boolean padding =
          count % HeaderBlock.SIZE == 0
              && read <= MOST_PADDING
              && HeaderBlock.isEmpty(Arrays.copyOf(block, count));
      if (!padding) {
        throw new TarException(
            TarFault.MORE_AFTER_END, "Something other than padding follows after the tar's end.");
      }
      if (count == 0) {
        return;
      }
    }
  }

  private final class Content extends InputStream {
    private final int fill;
    private long left;

    Content(long left, int fill) {
      this.left = left;
      this.fill = fill;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0 || length == 0) {
        return left == 0 ? -1 : 0;
      }
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw TarException.cutOff();
      }
      left -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      byte[] unread = new byte[(int) Math.min(left, 8 << 10)];
      while (left > 0) {
        int _ = read(unread, 0, unread.length);
      }
      if (in.readNBytes(block, 0, fill) < fill) {
        throw TarException.cutOff();
      }
      rest.write(block, 0, fill);
    }
  }
}
