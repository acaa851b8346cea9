package dev.salvaguarda.agent.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file's content with zeros in its holes, from its pieces one after the other. */
final class SparseContent extends InputStream {
  private final InputStream pieces;
  private final SparseMap map;
  private final long size;
  private int piece;
  private long at;

  SparseContent(InputStream pieces, SparseMap map, long size) {
    this.pieces = pieces;
    this.map = map;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (piece < map.pieces() && at >= map.offset(piece) + map.length(piece)) {
      piece++;
    }
    if (at == size || length == 0) {
      return at == size ? -1 : 0;
    }
    long hole = (piece < map.pieces() ? map.offset(piece) : size) - at;
    int count;
    if (hole > 0) {
      count = (int) Math.min(length, hole);
      Arrays.fill(into, offset, offset + count, (byte) 0);
    } else {
      long left = map.offset(piece) + map.length(piece) - at;
      count = pieces.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw TarException.cutOff();
      }
    }
    at += count;
    return count;
  }
}
