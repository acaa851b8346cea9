package dev.salvaguarda.testkit.proxmox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What tools know a disk by: a protective MBR, a GPT with one Linux partition from 1 MiB on, and
 * the superblock of an ext4 in it.
 *
 * @param size of the disk in bytes
 * @param seed of the identifiers
 */
record DiskLabel(long size, long seed) {
  private static final int SECTOR = 512;
  private static final int ENTRIES = 128;
  private static final int ENTRY = 128;
  private static final int HEADER = 92;
  private static final int FIRST = 2048;
  private static final int SUPERBLOCK = 1024;

  /** Over the first cluster of the disk. */
  void writeTo(byte[] cluster) {
    ByteBuffer disk = ByteBuffer.wrap(cluster).order(ByteOrder.LITTLE_ENDIAN);
    disk.put(0, new byte[SECTOR * 34]);
    long last = size / SECTOR - 1;
    disk.put(446 + 4, (byte) 0xEE).putInt(446 + 8, 1);
    disk.putInt(446 + 12, (int) Math.min(last, 0xFFFFFFFFL)).putShort(510, (short) 0xAA55);
    int entry = 2 * SECTOR;
    // Linux file system data, 0FC63DAF-8483-4772-8E79-3D69D8477DE4.
    disk.putInt(entry, 0x0FC63DAF).putShort(entry + 4, (short) 0x8483);
    disk.putShort(entry + 6, (short) 0x4772);
    disk.put(
        entry + 8,
        new byte[] {(byte) 0x8E, 0x79, 0x3D, 0x69, (byte) 0xD8, 0x47, 0x7D, (byte) 0xE4});
    disk.putLong(entry + 16, seed).putLong(entry + 24, ~seed);
    disk.putLong(entry + 32, FIRST).putLong(entry + 40, last - 33);
    disk.put(entry + 56, "root".getBytes(StandardCharsets.UTF_16LE));
    int header = SECTOR;
    disk.put(header, "EFI PART".getBytes(StandardCharsets.US_ASCII));
    disk.putInt(header + 8, 0x10000).putInt(header + 12, HEADER);
    disk.putLong(header + 24, 1).putLong(header + 32, last);
    disk.putLong(header + 40, 34).putLong(header + 48, last - 33);
    disk.putLong(header + 56, ~seed).putLong(header + 64, seed).putLong(header + 72, 2);
    disk.putInt(header + 80, ENTRIES).putInt(header + 84, ENTRY);
    disk.putInt(header + 88, sum(cluster, entry, ENTRIES * ENTRY));
    disk.putInt(header + 16, sum(cluster, header, HEADER));
  }

  /** Over the first cluster of the partition. */
  void writeSuperblockTo(byte[] cluster) {
    ByteBuffer disk = ByteBuffer.wrap(cluster).order(ByteOrder.LITTLE_ENDIAN);
    disk.put(0, new byte[SUPERBLOCK * 2]);
    int at = SUPERBLOCK;
    disk.putInt(at, 8192).putInt(at + 4, (int) ((size / SECTOR - FIRST - 33) / 8));
    disk.putInt(at + 0x18, 2).putInt(at + 0x20, 32768).putInt(at + 0x28, 8192);
    disk.putShort(at + 0x38, (short) 0xEF53).putShort(at + 0x3A, (short) 1);
    disk.putInt(at + 0x4C, 1).putInt(at + 0x54, 11).putShort(at + 0x58, (short) 256);
    disk.putInt(at + 0x5C, 0x4).putInt(at + 0x60, 0x42);
    disk.putLong(at + 0x68, seed).putLong(at + 0x70, ~seed);
    disk.put(at + 0x78, "root".getBytes(StandardCharsets.US_ASCII));
  }

  private static int sum(byte[] content, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(content, from, length);
    return (int) sum.getValue();
  }
}
