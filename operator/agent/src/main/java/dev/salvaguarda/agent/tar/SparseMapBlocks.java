package dev.salvaguarda.agent.tar;

import java.io.IOException;

/**
 * The map of a sparse file as version 1.0 puts it before its pieces: decimal numbers, one a line.
 */
final class SparseMapBlocks {
  private static final int MOST_DIGITS = 18;

  private final TarInput input;
  private final long most;
  private byte[] block = new byte[0];
  private int at;
  private long bytes;

  /**
   * The map at the beginning of a member.
   *
   * @param most bytes that the member has
   */
  SparseMapBlocks(TarInput input, long most) {
    this.input = input;
    this.most = most;
  }

  SparseMap read(long size) throws IOException {
    long pieces = number();
    if (pieces > SparseMap.MOST_PIECES) {
      throw TarException.tooLarge("a file is in %d pieces".formatted(pieces));
    }
    SparseMap.Builder map = new SparseMap.Builder();
    for (long i = 0; i < 2 * pieces; i++) {
      map.add(number());
    }
    return map.build(size);
  }

  /** How many bytes the map takes, with what fills its last block. */
  long bytes() {
    return bytes;
  }

  private long number() throws IOException {
    long number = 0;
    for (int digits = 0; ; digits++) {
      int next = next();
      if (next == '\n' && digits > 0) {
        return number;
      }
      if (next < '0' || next > '9' || digits == MOST_DIGITS) {
        throw TarException.damaged("the map of a sparse file is not one");
      }
      number = 10 * number + next - '0';
    }
  }

  private int next() throws IOException {
    if (at == block.length) {
      if (bytes + HeaderBlock.SIZE > most) {
        throw TarException.damaged("the map of a sparse file is not one");
      }
      block = input.block();
      bytes += HeaderBlock.SIZE;
      at = 0;
    }
    return block[at++];
  }
}
