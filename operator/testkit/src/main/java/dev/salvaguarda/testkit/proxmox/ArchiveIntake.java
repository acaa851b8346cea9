package dev.salvaguarda.testkit.proxmox;

import dev.salvaguarda.testkit.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Takes an archive of a virtual machine apart, and takes none that QEMU's reader would refuse. */
final class ArchiveIntake {
  private static final int TABLE = 12288;
  private static final int LARGEST_HEADER = 524_288;

  private record Drive(String device, long size, RandomAccessFile file, BitSet seen) {
    int clusters() {
      return Math.toIntExact(Math.ceilDiv(size, DriveImage.CLUSTER));
    }
  }

  /**
   * What was found.
   *
   * @param config text of {@code qemu-server.conf}
   * @param sums SHA-256 of each drive, by its device
   */
  record Content(String config, Map<String, String> sums) {}

  private final InputStream input;
  private final Map<Integer, Drive> drives = new TreeMap<>();
  private byte[] uuid = new byte[0];
  private String config = "";

  private ArchiveIntake(InputStream input) {
    this.input = input;
  }

  /**
   * Reads all of it.
   *
   * @param begun done when the header was read, before any content is
   */
  static Content read(InputStream input, Runnable begun) throws IOException {
    Path scratch = Files.createTempDirectory("restore-");
    ArchiveIntake intake = new ArchiveIntake(input);
    try {
      intake.readHeader(scratch);
      begun.run();
      while (intake.readExtent()) {
        // The next one.
      }
      return intake.content(scratch);
    } finally {
      for (Drive drive : intake.drives.values()) {
        drive.file().close();
      }
      Folders.delete(scratch);
    }
  }

  private void readHeader(Path scratch) throws IOException {
    byte[] fixed = exactly(TABLE);
    ByteBuffer header = ByteBuffer.wrap(fixed);
    int length = header.getInt(56);
    check(header.getInt(0) == 0x564D4100, "not a VMA file");
    check(header.getInt(4) == 1, "unsupported version");
    check(length >= TABLE && length <= LARGEST_HEADER, "wrong header size");
    byte[] whole = Arrays.copyOf(fixed, length);
    byte[] blobs = exactly(length - TABLE);
    System.arraycopy(blobs, 0, whole, TABLE, blobs.length);
    checkSum(whole, 32);
    uuid = Arrays.copyOfRange(whole, 8, 24);
    for (int i = 0; i < 256; i++) {
      if (header.getInt(2044 + 4 * i) != 0
          && name(blobs, header.getInt(2044 + 4 * i)).equals("qemu-server.conf")) {
        config = new String(blob(blobs, header.getInt(3068 + 4 * i)), StandardCharsets.UTF_8);
      }
    }
    check(!config.isEmpty(), "archive has no configuration");
    for (int id = 1; id < 255; id++) {
      long size = header.getLong(4096 + 32 * id + 8);
      if (size > 0) {
        String device = name(blobs, header.getInt(4096 + 32 * id));
        RandomAccessFile file = new RandomAccessFile(scratch.resolve(device).toFile(), "rw");
        file.setLength(size);
        drives.put(id, new Drive(device, size, file, new BitSet()));
      }
    }
  }

  private boolean readExtent() throws IOException {
    byte[] head = input.readNBytes(512);
    if (head.length == 0) {
      return false;
    }
    ByteBuffer extent = ByteBuffer.wrap(head);
    check(head.length == 512 && extent.getInt(0) == 0x564D4145, "wrong extent header");
    check(Arrays.equals(Arrays.copyOfRange(head, 8, 24), uuid), "wrong uuid of extent");
    checkSum(head, 24);
    int blocks = 0;
    for (int slot = 0; slot < 59; slot++) {
      int at = 40 + 8 * slot;
      if (extent.get(at + 3) != 0) {
        int mask = extent.getShort(at) & 0xffff;
        readCluster(extent.get(at + 3) & 0xff, extent.getInt(at + 4), mask);
        blocks += Integer.bitCount(mask);
      }
    }
    check(blocks == extent.getShort(6), "wrong number of blocks");
    return true;
  }

  private void readCluster(int id, int number, int mask) throws IOException {
    Drive drive = drives.get(id);
    if (drive == null) {
      throw new IOException("unknown device " + id);
    }
    check(number >= 0 && number < drive.clusters(), "cluster beyond the end");
    check(!drive.seen().get(number), "cluster %d came twice".formatted(number));
    drive.seen().set(number);
    for (int block = 0; block < 16; block++) {
      if ((mask & 1 << block) != 0) {
        byte[] content = exactly(DriveImage.BLOCK);
        long at = (long) number * DriveImage.CLUSTER + (long) block * DriveImage.BLOCK;
        check(at < drive.size(), "block beyond the end");
        drive.file().seek(at);
        drive.file().write(content, 0, (int) Math.min(content.length, drive.size() - at));
      }
    }
  }

  private Content content(Path scratch) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    for (Drive drive : drives.values()) {
      int missing = drive.seen().nextClearBit(0);
      check(
          missing >= drive.clusters(),
          "detected missing cluster %d for stream %s".formatted(missing, drive.device()));
      sums.put(drive.device(), sum(scratch.resolve(drive.device())));
    }
    return new Content(config, sums);
  }

  private static String sum(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream all = new DigestInputStream(Files.newInputStream(file), digest)) {
        all.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkSum(byte[] content, int at) throws IOException {
    byte[] told = Arrays.copyOfRange(content, at, at + 16);
    byte[] without = content.clone();
    Arrays.fill(without, at, at + 16, (byte) 0);
    try {
      check(
          Arrays.equals(told, MessageDigest.getInstance("MD5").digest(without)), "wrong checksum");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(byte[] blobs, int at) throws IOException {
    byte[] blob = blob(blobs, at);
    return new String(blob, 0, blob.length - 1, StandardCharsets.US_ASCII);
  }

  private static byte[] blob(byte[] blobs, int at) throws IOException {
    check(at > 0 && at + 2 <= blobs.length, "wrong place of a name");
    int length = (blobs[at] & 0xff) | (blobs[at + 1] & 0xff) << 8;
    check(at + 2 + length <= blobs.length && length > 0, "wrong length of a name");
    return Arrays.copyOfRange(blobs, at + 2, at + 2 + length);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    check(bytes.length == length, "short read");
    return bytes;
  }

  private static void check(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
