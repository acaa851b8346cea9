package dev.salvaguarda.agent.vma;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads an archive as it streams by. What it needs of memory is its header, one cluster, and a bit
 * for each cluster of its drives, whose sizes are limited: an archive can't make it need more.
 *
 * <p>Only the payload has no checksum in this format. That an archive was read to its end says that
 * each cluster of each drive came once, not that it is what the guest had.
 */
public final class VmaReader {
  private final InputStream in;
  private final VmaHeader header;
  private final Map<Integer, SeenClusters> seen;
  private final byte[] extent = new byte[VmaFormat.EXTENT_HEADER];
  private final ByteBuffer numbers = ByteBuffer.wrap(extent);
  private final byte[] cluster = new byte[VmaFormat.CLUSTER];

  private VmaReader(InputStream in, VmaHeader header) {
    this.in = in;
    this.header = header;
    this.seen = header.drives().stream().collect(Collectors.toMap(VmaDrive::id, SeenClusters::new));
  }

  /**
   * Reads the header.
   *
   * @param in is read in pieces of 4 KiB and more, and not closed
   * @throws VmaException if it is none, or one that is not allowed
   */
  public static VmaReader open(InputStream in, VmaLimits limits) throws IOException {
    return new VmaReader(in, HeaderReader.read(in, limits));
  }

  public VmaHeader header() {
    return header;
  }

  /**
   * Reads all that is left, once. Returns only if the archive ended well and every cluster of every
   * drive came.
   *
   * @throws VmaException what is wrong with the archive; what the sink took until then is worthless
   */
  public void readAll(ClusterSink sink) throws IOException {
    while (nextExtent()) {
      for (int slot = 0; slot < VmaFormat.SLOTS; slot++) {
        readSlot(slot, sink);
      }
    }
    for (SeenClusters clusters : seen.values()) {
      clusters.requireAll();
    }
  }

  private boolean nextExtent() throws IOException {
    int read = in.readNBytes(extent, 0, extent.length);
    if (read == 0) {
      return false;
    }
    if (read < extent.length) {
      throw cutOff();
    }
    if (numbers.getInt(0) != VmaFormat.EXTENT_MAGIC || numbers.getShort(Integer.BYTES) != 0) {
      throw damaged("no extent begins where one should");
    }
    if (!VmaFormat.uuid(numbers).equals(header.uuid())) {
      throw damaged("an extent belongs to another archive");
    }
    if (!VmaFormat.hasItsSum(extent, VmaFormat.EXTENT_SUM_AT)) {
      throw damaged("the checksum of an extent is another");
    }
    int blocks = 0;
    for (int slot = 0; slot < VmaFormat.SLOTS; slot++) {
      blocks += Long.bitCount(slot(slot) >>> 48);
    }
    if (blocks != Short.toUnsignedInt(numbers.getShort(VmaFormat.EXTENT_BLOCKS_AT))) {
      throw damaged("an extent is longer or shorter than it says");
    }
    return true;
  }

  private long slot(int slot) {
    return numbers.getLong(VmaFormat.SLOTS_AT + slot * Long.BYTES);
  }

  private void readSlot(int slot, ClusterSink sink) throws IOException {
    long word = slot(slot);
    int mask = (int) (word >>> 48);
    int id = (int) (word >>> 32) & 0xff;
    long number = word & 0xffffffffL;
    if ((word >>> 40 & 0xff) != 0) {
      throw damaged("a place that is always empty is not");
    }
    if (id == 0) {
      if (word != 0) {
        throw damaged("a slot of no drive is not empty");
      }
      return;
    }
    SeenClusters clusters = seen.get(id);
    if (clusters == null) {
      throw new VmaException(
          VmaFault.CLUSTER_OUTSIDE,
          "The archive has a cluster of drive number %d, which it does not name.".formatted(id));
    }
    clusters.add(number);
    VmaDrive drive = clusters.drive();
    int length = drive.length(number);
    if (mask >>> Math.ceilDiv(length, VmaFormat.BLOCK) != 0) {
      throw new VmaException(
          VmaFault.CLUSTER_OUTSIDE,
          "The archive has a block behind the end of %s.".formatted(drive.name()));
    }
    readBlocks(mask);
    sink.take(drive, number, cluster, length, Integer.bitCount(mask));
  }

  private void readBlocks(int mask) throws IOException {
    for (int block = 0; block < VmaFormat.BLOCKS; block++) {
      int at = block * VmaFormat.BLOCK;
      if ((mask >>> block & 1) == 0) {
        Arrays.fill(cluster, at, at + VmaFormat.BLOCK, (byte) 0);
      } else if (in.readNBytes(cluster, at, VmaFormat.BLOCK) < VmaFormat.BLOCK) {
        throw cutOff();
      }
    }
  }

  private static VmaException cutOff() {
    return new VmaException(VmaFault.CUT_OFF, "The archive ends in the middle of an extent.");
  }

  private static VmaException damaged(String how) {
    return new VmaException(VmaFault.DAMAGED_EXTENT, "The archive is damaged: %s.".formatted(how));
  }
}
