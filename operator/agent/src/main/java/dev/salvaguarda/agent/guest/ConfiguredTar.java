package dev.salvaguarda.agent.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes the archive of a container as it was, leaves out what vzdump put before the container's
 * files, and takes other files to its end, before the blocks that end a tar.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">the pax
 *     format</a>
 */
final class ConfiguredTar extends OutputStream {
  private static final int BLOCK = 512;
  private static final int LARGEST = 1 << 20;

  private final OutputStream archive;

  /** What came behind the content of a member: its padding, and what is before the next one. */
  private final ByteArrayOutputStream between = new ByteArrayOutputStream();

  private int padding;
  private boolean inContent;
  private boolean leftOut;

  ConfiguredTar(OutputStream archive) {
    this.archive = archive;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!inContent) {
      between.write(bytes, offset, length);
    } else if (!leftOut) {
      archive.write(bytes, offset, length);
    }
  }

  /**
   * Takes a member, whose header came already.
   *
   * @param ofHost whether it is left out
   * @param stored bytes that its content has in the archive
   */
  void member(boolean ofHost, long stored, PendingMembers.Content content) throws IOException {
    byte[] header = closeLast();
    leftOut = ofHost;
    if (!ofHost) {
      archive.write(header, padding, header.length - padding);
    }
    inContent = true;
    content.write();
    inContent = false;
    padding = (int) Math.floorMod(-stored, (long) BLOCK);
  }

  /** Of the member before, only the padding is still to come. */
  private byte[] closeLast() throws IOException {
    byte[] came = between.toByteArray();
    between.reset();
    if (!leftOut) {
      archive.write(came, 0, padding);
    }
    return came;
  }

  /** Adds a file of root's, once all members of the archive came. */
  void add(String name, byte[] content) throws IOException {
    if (content.length > LARGEST) {
      throw new IOException("%s has more than %d bytes".formatted(name, LARGEST));
    }
    if (!leftOut) {
      byte[] end = closeLast();
      between.write(end, padding, end.length - padding);
      padding = 0;
      leftOut = true;
    }
    archive.write(header(name, content.length));
    archive.write(content);
    archive.write(new byte[Math.floorMod(-content.length, BLOCK)]);
  }

  /** Writes what ends the archive. */
  void finish() throws IOException {
    byte[] end = closeLast();
    archive.write(end, padding, end.length - padding);
    archive.flush();
  }

  private static byte[] header(String name, int size) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000640");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, "%011o".formatted(size));
    put(block, 136, "%011o".formatted(0));
    put(block, 148, "        ");
    put(block, 156, "0");
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    put(block, 148, "%06o\0".formatted(sum));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
