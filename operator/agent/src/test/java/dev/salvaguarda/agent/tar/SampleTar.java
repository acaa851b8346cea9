package dev.salvaguarda.agent.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes archives as GNU tar does, and worse ones. */
public final class SampleTar {
  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  /** A file with this content. */
  public SampleTar file(String name, byte[] content) {
    return raw('0', name, "", content.length, content);
  }

  public SampleTar folder(String name) {
    return raw('5', name, "", 0, new byte[0]);
  }

  public SampleTar link(char type, String name, String leadsTo) {
    return raw(type, name, leadsTo, 0, new byte[0]);
  }

  /** An extended header of records without their lengths, such as {@code path=./x}. */
  SampleTar pax(String... records) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String record : records) {
      int rest = record.length() + 2;
      int length = rest + String.valueOf(rest).length();
      length = rest + String.valueOf(length).length();
      all.writeBytes("%d %s\n".formatted(length, record).getBytes(StandardCharsets.ISO_8859_1));
    }
    return raw('x', "./PaxHeaders/x", "", all.size(), all.toByteArray());
  }

  /** Any member, whatever size its header says that it has. */
  SampleTar raw(char type, String name, String link, long size, byte[] content) {
    byte[] block = new byte[512];
    text(block, 0, name);
    text(block, 100, "0000644");
    text(block, 108, "0001750");
    text(block, 116, "0001750");
    text(block, 124, "%011o".formatted(size));
    text(block, 136, "%011o".formatted(1_760_000_000));
    block[156] = (byte) type;
    text(block, 157, link);
    text(block, 257, "ustar\00000");
    text(block, 329, "0000001");
    text(block, 337, "0000003");
    return block(summed(block)).block(content);
  }

  /** These bytes and what fills their last block. */
  SampleTar block(byte[] bytes) {
    archive.writeBytes(Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, 512) * 512));
    return this;
  }

  /** With its end. */
  public byte[] finish() {
    archive.writeBytes(new byte[1024]);
    archive.writeBytes(new byte[Math.floorMod(-archive.size(), 10_240)]);
    return archive.toByteArray();
  }

  /** Without its end. */
  byte[] unfinished() {
    return archive.toByteArray();
  }

  /** The block with the checksum that it should have. */
  static byte[] summed(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    text(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  private static void text(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
