package dev.salvaguarda.agent.vma;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/** Numbers of the format, version 1. Integers are big-endian but for the lengths of blobs. */
final class VmaFormat {
  static final int MAGIC = 0x564D4100;
  static final int VERSION = 1;
  static final int BLOCK = 4096;
  static final int BLOCKS = 16;
  static final int CLUSTER = BLOCK * BLOCKS;
  static final int SECTOR = 512;

  static final int UUID_AT = 8;
  static final int CREATED_AT = 24;
  static final int HEADER_SUM_AT = 32;
  static final int BLOBS_OFFSET_AT = 48;
  static final int BLOBS_SIZE_AT = 52;
  static final int HEADER_SIZE_AT = 56;
  static final int CONFIGS = 256;
  static final int CONFIG_NAMES_AT = 2044;
  static final int CONFIG_DATA_AT = 3068;
  static final int DRIVES_AT = 4096;
  static final int DRIVE_ENTRY = 32;
  static final int DRIVE_SIZE_AT = 8;
  static final int LAST_DRIVE = 254;
  static final int BLOBS_AT = 12288;
  static final int LARGEST_HEADER = 524288;
  static final int LARGEST_BLOB = 65535;

  static final int EXTENT_MAGIC = 0x564D4145;
  static final int EXTENT_HEADER = 512;
  static final int EXTENT_BLOCKS_AT = 6;
  static final int EXTENT_SUM_AT = 24;
  static final int SLOTS_AT = 40;
  static final int SLOTS = 59;

  /** The reference writer leaves the last slot of a full extent empty. */
  static final int WRITTEN_SLOTS = 58;

  private static final int SUM = 16;

  private VmaFormat() {}

  /** MD5 of a header in which the sum's own place counts as zero. */
  static byte[] sum(byte[] header, int sumAt) {
    byte[] without = header.clone();
    Arrays.fill(without, sumAt, sumAt + SUM, (byte) 0);
    try {
      return MessageDigest.getInstance("MD5").digest(without);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  static boolean hasItsSum(byte[] header, int sumAt) {
    return MessageDigest.isEqual(
        sum(header, sumAt), Arrays.copyOfRange(header, sumAt, sumAt + SUM));
  }

  static UUID uuid(ByteBuffer header) {
    return new UUID(header.getLong(UUID_AT), header.getLong(UUID_AT + Long.BYTES));
  }

  static void put(ByteBuffer header, UUID uuid) {
    header.putLong(UUID_AT, uuid.getMostSignificantBits());
    header.putLong(UUID_AT + Long.BYTES, uuid.getLeastSignificantBits());
  }
}
