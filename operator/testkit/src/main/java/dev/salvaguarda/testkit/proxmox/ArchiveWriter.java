package dev.salvaguarda.testkit.proxmox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes archives of virtual machines as QEMU's writer lays them out, or damaged ones. */
final class ArchiveWriter {
  private static final int EXTENT_HEADER = 512;
  private static final int TABLE = 12288;
  private static final int SECTOR = 512;

  private final OutputStream output;
  private final UUID uuid;
  private final List<DriveContent> drives;
  private final List<Fault> faults;
  private final int clustersOfExtent;
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private ByteBuffer extent = ByteBuffer.allocate(EXTENT_HEADER);
  private int slots;
  private int extents;
  private boolean bitIsFlipped;

  ArchiveWriter(
      OutputStream output,
      UUID uuid,
      List<DriveContent> drives,
      List<Fault> faults,
      int clustersOfExtent) {
    this.clustersOfExtent = clustersOfExtent;
    this.output = output;
    this.uuid = uuid;
    this.drives = drives;
    this.faults = faults;
  }

  void writeHeader(Instant created, String config) throws IOException {
    Blobs blobs = new Blobs();
    ByteBuffer fixed = ByteBuffer.allocate(TABLE);
    fixed.putInt(0, 0x564D4100).putInt(4, 1);
    fixed.putLong(8, uuid.getMostSignificantBits()).putLong(16, uuid.getLeastSignificantBits());
    fixed.putLong(24, created.getEpochSecond());
    if (!faults.contains(new Fault.LostConfiguration())) {
      fixed.putInt(2044, blobs.name("qemu-server.conf"));
      fixed.putInt(3068, blobs.add(config.getBytes(StandardCharsets.UTF_8)));
    }
    for (int i = 0; i < drives.size(); i++) {
      DriveImage image = drives.get(i).image();
      int at = 4096 + 32 * (i + 1);
      fixed.putInt(at, blobs.name(image.device())).putLong(at + 8, image.size());
    }
    fixed.putInt(48, TABLE).putInt(52, blobs.used.size()).putInt(56, TABLE + blobs.allocated);
    ByteBuffer whole = ByteBuffer.allocate(TABLE + blobs.allocated);
    whole.put(0, fixed.array()).put(TABLE, blobs.used.toByteArray());
    whole.put(32, md5(whole.array()));
    output.write(whole.array());
    failHere();
  }

  void write(ClusterOrder.Place place) throws IOException {
    byte[] content = drives.get(place.drive()).cluster(place.cluster());
    int mask = 0;
    for (int block = 0; block < 16; block++) {
      int at = block * DriveImage.BLOCK;
      if (!isZero(content, at)) {
        mask |= 1 << block;
        payload.write(content, at, DriveImage.BLOCK);
      }
    }
    int slot = 40 + 8 * slots;
    extent.putShort(slot, (short) mask).put(slot + 3, (byte) (place.drive() + 1));
    extent.putInt(slot + 4, place.cluster());
    slots++;
    if (slots == clustersOfExtent) {
      flushExtent();
    }
  }

  /** Writes what is left, in an extent that may be empty. */
  void finish() throws IOException {
    flushExtent();
  }

  private void flushExtent() throws IOException {
    byte[] blocks = payload.toByteArray();
    extent.putInt(0, 0x564D4145).putShort(6, (short) (blocks.length / DriveImage.BLOCK));
    extent.putLong(8, uuid.getMostSignificantBits()).putLong(16, uuid.getLeastSignificantBits());
    extent.put(24, md5(extent.array()));
    if (!bitIsFlipped && blocks.length > 0 && faults.contains(new Fault.FlippedPayloadBit())) {
      blocks[blocks.length / 2] ^= 1;
      bitIsFlipped = true;
    }
    int times = faults.contains(new Fault.DuplicatedExtent(extents)) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      output.write(extent.array());
      output.write(blocks);
    }
    extents++;
    slots = 0;
    payload.reset();
    extent = ByteBuffer.allocate(EXTENT_HEADER);
    failHere();
  }

  private void failHere() throws IOException {
    for (Fault fault : faults) {
      if (fault instanceof Fault.CutAtExtent(int last, int exitStatus) && last == extents) {
        throw new PlannedEnd(exitStatus);
      }
    }
  }

  private static boolean isZero(byte[] content, int from) {
    for (int i = from; i < from + DriveImage.BLOCK; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] md5(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names and configurations, in a table that grows as the reference writer's does. */
  private static final class Blobs {
    private final ByteArrayOutputStream used = new ByteArrayOutputStream();
    private int allocated;

    Blobs() {
      used.write(0);
    }

    int name(String name) {
      return add((name + '\0').getBytes(StandardCharsets.US_ASCII));
    }

    int add(byte[] content) {
      int at = used.size();
      int length = content.length + 2;
      if (allocated < at + length) {
        allocated += Math.ceilDiv(length, SECTOR) * SECTOR;
      }
      used.write(content.length & 0xff);
      used.write(content.length >>> 8);
      used.writeBytes(content);
      return at;
    }
  }
}
