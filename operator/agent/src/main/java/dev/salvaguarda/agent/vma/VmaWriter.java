package dev.salvaguarda.agent.vma;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes an archive that Proxmox restores, the same bytes as its own writer if that gets the same
 * clusters in the same order.
 */
public final class VmaWriter implements AutoCloseable {
  private final OutputStream out;
  private final VmaHeader header;
  private final byte[] extent = new byte[VmaFormat.EXTENT_HEADER];
  private final ByteBuffer numbers = ByteBuffer.wrap(extent);
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private int slots;

  /**
   * Writes the header.
   *
   * @param out is closed with this
   */
  public VmaWriter(OutputStream out, VmaHeader header) throws IOException {
    this.out = out;
    this.header = header;
    out.write(new HeaderWriter().write(header));
  }

  /**
   * Writes a cluster. Blocks of 4 KiB that are zero take no room.
   *
   * @param content begins with the cluster, and is zero from there to the end of its last block
   */
  public void write(VmaDrive drive, long number, byte[] content) throws IOException {
    int length = drive.length(number);
    int mask = 0;
    for (int block = 0; block * VmaFormat.BLOCK < length; block++) {
      int at = block * VmaFormat.BLOCK;
      int end = Math.min(at + VmaFormat.BLOCK, length);
      if (!isZero(content, at, end)) {
        mask |= 1 << block;
        payload.write(content, at, end - at);
        payload.write(new byte[at + VmaFormat.BLOCK - end]);
      }
    }
    numbers.putLong(
        VmaFormat.SLOTS_AT + slots * Long.BYTES,
        (long) mask << 48 | (long) drive.id() << 32 | number);
    slots++;
    if (slots == VmaFormat.WRITTEN_SLOTS) {
      writeExtent();
    }
  }

  private static boolean isZero(byte[] content, int from, int to) {
    for (int i = from; i < to; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void writeExtent() throws IOException {
    numbers.putInt(0, VmaFormat.EXTENT_MAGIC);
    numbers.putShort(VmaFormat.EXTENT_BLOCKS_AT, (short) (payload.size() / VmaFormat.BLOCK));
    VmaFormat.put(numbers, header.uuid());
    byte[] sum = VmaFormat.sum(extent, VmaFormat.EXTENT_SUM_AT);
    numbers.put(VmaFormat.EXTENT_SUM_AT, sum);
    out.write(extent);
    payload.writeTo(out);
    payload.reset();
    Arrays.fill(extent, (byte) 0);
    slots = 0;
  }

  /** Writes what is left, in an extent that may be empty, as the reference writer does. */
  @Override
  public void close() throws IOException {
    try (out) {
      writeExtent();
    }
  }

  /** Lays a header out. */
  private static final class HeaderWriter {
    private final ByteBuffer fixed = ByteBuffer.allocate(VmaFormat.BLOBS_AT);
    private final ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    private int allocated;

    private HeaderWriter() {
      blobs.write(0);
    }

    byte[] write(VmaHeader header) {
      fixed.putInt(0, VmaFormat.MAGIC).putInt(Integer.BYTES, VmaFormat.VERSION);
      VmaFormat.put(fixed, header.uuid());
      fixed.putLong(VmaFormat.CREATED_AT, header.created().getEpochSecond());
      for (int i = 0; i < header.configs().size(); i++) {
        VmaConfig config = header.configs().get(i);
        fixed.putInt(VmaFormat.CONFIG_NAMES_AT + i * Integer.BYTES, name(config.name()));
        fixed.putInt(
            VmaFormat.CONFIG_DATA_AT + i * Integer.BYTES, blob(config.data().toByteArray()));
      }
      for (VmaDrive drive : header.drives()) {
        int at = VmaFormat.DRIVES_AT + drive.id() * VmaFormat.DRIVE_ENTRY;
        fixed.putInt(at, name(drive.name()));
        fixed.putLong(at + VmaFormat.DRIVE_SIZE_AT, drive.size());
      }
      return summed();
    }

    private byte[] summed() {
      byte[] whole = Arrays.copyOf(fixed.array(), VmaFormat.BLOBS_AT + allocated);
      ByteBuffer numbers = ByteBuffer.wrap(whole);
      numbers.putInt(VmaFormat.BLOBS_OFFSET_AT, VmaFormat.BLOBS_AT);
      numbers.putInt(VmaFormat.BLOBS_SIZE_AT, blobs.size());
      numbers.putInt(VmaFormat.HEADER_SIZE_AT, whole.length);
      numbers.put(VmaFormat.BLOBS_AT, blobs.toByteArray());
      numbers.put(VmaFormat.HEADER_SUM_AT, VmaFormat.sum(whole, VmaFormat.HEADER_SUM_AT));
      return whole;
    }

    private int name(String name) {
      return blob((name + '\0').getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Grows as the reference writer's table does, whose length is part of the archive. */
    private int blob(byte[] content) {
      if (content.length > VmaFormat.LARGEST_BLOB) {
        throw new IllegalArgumentException(
            "a configuration of %d bytes does not fit into an archive".formatted(content.length));
      }
      int at = blobs.size();
      int length = content.length + Short.BYTES;
      if (allocated < at + length) {
        allocated += Math.ceilDiv(length, VmaFormat.SECTOR) * VmaFormat.SECTOR;
      }
      blobs.write(content.length & 0xff);
      blobs.write(content.length >>> 8);
      blobs.writeBytes(content);
      return at;
    }
  }
}
