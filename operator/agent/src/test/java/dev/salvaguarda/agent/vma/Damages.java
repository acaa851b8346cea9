package dev.salvaguarda.agent.vma;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The ways in which an archive was seen, or can be made, to lie. */
final class Damages {
  private Damages() {}

  /** A way, and the name that the reader has for it. */
  record Damage(String name, VmaFault fault, UnaryOperator<byte[]> done) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Damage> all() {
    return List.of(
        new Damage("nothing at all", VmaFault.NOT_AN_ARCHIVE, archive -> new byte[0]),
        new Damage("a tar", VmaFault.NOT_AN_ARCHIVE, archive -> new byte[10240]),
        new Damage("another version", VmaFault.NOT_AN_ARCHIVE, archive -> header(archive, 7, 2)),
        new Damage("half a header", VmaFault.CUT_OFF, archive -> Arrays.copyOf(archive, 5000)),
        new Damage(
            "a header of another sum", VmaFault.DAMAGED_HEADER, archive -> flipped(archive, 4200)),
        new Damage(
            "a header that points outside",
            VmaFault.DAMAGED_HEADER,
            archive -> header(archive, 2044, 0x7f)),
        new Damage(
            "a drive of number 0",
            VmaFault.DAMAGED_HEADER,
            archive -> header(archive, 4096 + 15, 1)),
        new Damage(
            "a table beyond the header",
            VmaFault.DAMAGED_HEADER,
            archive -> header(archive, 52, 0x7f)),
        new Damage(
            "only a header",
            VmaFault.CLUSTERS_MISSING,
            archive -> Arrays.copyOf(archive, extents(archive)[0])),
        new Damage(
            "cut between extents",
            VmaFault.CLUSTERS_MISSING,
            archive -> Arrays.copyOf(archive, extents(archive)[2])),
        new Damage(
            "cut within an extent",
            VmaFault.CUT_OFF,
            archive -> Arrays.copyOf(archive, extents(archive)[1] + 700)),
        new Damage(
            "cut within an extents header",
            VmaFault.CUT_OFF,
            archive -> Arrays.copyOf(archive, extents(archive)[1] + 100)),
        new Damage(
            "an extent twice", VmaFault.CLUSTER_TWICE, archive -> twice(archive, extents(archive))),
        new Damage(
            "an extent left out",
            VmaFault.CLUSTERS_MISSING,
            archive -> without(archive, extents(archive))),
        new Damage(
            "an extent of another archive",
            VmaFault.DAMAGED_EXTENT,
            archive -> extent(archive, ByteBuffer::putLong, 8, 4711L)),
        new Damage(
            "an extent of another sum",
            VmaFault.DAMAGED_EXTENT,
            archive -> flipped(archive, extents(archive)[1] + 50)),
        new Damage(
            "zeros at the end",
            VmaFault.DAMAGED_EXTENT,
            archive -> Arrays.copyOf(archive, archive.length + 512)),
        new Damage(
            "a cluster beyond the drive",
            VmaFault.CLUSTER_OUTSIDE,
            archive -> extent(archive, (bytes, at, it) -> bytes.putInt(at, (int) it), 44, -1L)),
        new Damage(
            "a cluster of no drive",
            VmaFault.CLUSTER_OUTSIDE,
            archive -> extent(archive, (bytes, at, it) -> bytes.put(at, (byte) it), 43, 200L)),
        new Damage(
            "more blocks than it says",
            VmaFault.DAMAGED_EXTENT,
            archive -> extent(archive, (bytes, at, it) -> bytes.putShort(at, (short) it), 6, 944L)),
        new Damage(
            "a cluster in an empty slot",
            VmaFault.DAMAGED_EXTENT,
            archive -> extent(archive, (bytes, at, it) -> bytes.putInt(at, (int) it), 508, 5L)));
  }

  private interface Put {
    void to(ByteBuffer bytes, int at, long value);
  }

  private static byte[] flipped(byte[] archive, int at) {
    byte[] changed = archive.clone();
    changed[at] ^= 4;
    return changed;
  }

  private static byte[] header(byte[] archive, int at, int value) {
    byte[] changed = archive.clone();
    changed[at] = (byte) value;
    return SampleGuest.summed(changed, headerSize(archive), 32);
  }

  private static byte[] extent(byte[] archive, Put put, int at, long value) {
    byte[] changed = archive.clone();
    int start = extents(archive)[1];
    byte[] extent = Arrays.copyOfRange(changed, start, start + 512);
    put.to(ByteBuffer.wrap(extent), at, value);
    System.arraycopy(SampleGuest.summed(extent, 512, 24), 0, changed, start, 512);
    return changed;
  }

  private static byte[] twice(byte[] archive, int[] extents) {
    return joined(
        Arrays.copyOf(archive, extents[2]),
        Arrays.copyOfRange(archive, extents[1], archive.length));
  }

  private static byte[] without(byte[] archive, int[] extents) {
    return joined(
        Arrays.copyOf(archive, extents[1]),
        Arrays.copyOfRange(archive, extents[2], archive.length));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  private static int headerSize(byte[] archive) {
    return ByteBuffer.wrap(archive).getInt(56);
  }

  /** Where extents begin. */
  static int[] extents(byte[] archive) {
    List<Integer> found = new ArrayList<>();
    for (int at = headerSize(archive); at < archive.length; ) {
      found.add(at);
      at += 512 + 4096 * ByteBuffer.wrap(archive).getShort(at + 6);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
