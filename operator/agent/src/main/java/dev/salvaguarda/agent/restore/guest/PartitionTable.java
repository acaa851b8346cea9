package dev.salvaguarda.agent.restore.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/**
 * How a drive is divided, as its beginning says.
 *
 * @param kind GPT or MBR
 * @param starts of the partitions, in bytes; each within the drive
 * @see <a href="https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html">UEFI, GUID
 *     Partition Table</a>
 */
record PartitionTable(Kind kind, List<Long> starts) {
  /** Kinds of tables. */
  enum Kind {
    GPT,
    MBR
  }

  private static final int SECTOR = 512;
  private static final int LARGE_SECTOR = 4096;
  private static final byte[] GPT_MARK = "EFI PART".getBytes(StandardCharsets.US_ASCII);
  private static final int GPT_HEADER = 92;
  private static final int GPT_SUM_AT = 16;
  private static final int GPT_ENTRIES_AT = 72;
  private static final int GPT_COUNT_AT = 80;
  private static final int GPT_LENGTH_AT = 84;
  private static final int GPT_ENTRY = 128;
  private static final int MOST_ENTRIES = 128;
  private static final int FIRST_SECTOR_AT = 32;
  private static final short MBR_MARK = (short) 0xAA55;
  private static final int MBR_MARK_AT = 510;
  private static final int MBR_ENTRIES_AT = 446;
  private static final int MBR_ENTRY = 16;
  private static final int MBR_TYPE_AT = 4;
  private static final int MBR_ENTRIES = 4;

  /** Covers a drive whose real table is a GPT. */
  private static final byte PROTECTIVE = (byte) 0xEE;

  PartitionTable {
    starts = List.copyOf(starts);
  }

  /**
   * Reads the table of a drive; empty if it has none whose own checksums hold.
   *
   * @param beginning of the drive, up to 64 KiB
   * @param size of the drive in bytes
   */
  static Optional<PartitionTable> of(byte[] beginning, long size) {
    Beginning drive = new Beginning(beginning, size);
    return drive.gpt(SECTOR).or(() -> drive.gpt(LARGE_SECTOR)).or(drive::mbr);
  }

  /** The first bytes of a drive. */
  private static final class Beginning {
    private final byte[] bytes;
    private final ByteBuffer numbers;
    private final long size;

    Beginning(byte[] bytes, long size) {
      this.bytes = bytes;
      this.numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      this.size = size;
    }

    Optional<PartitionTable> gpt(int sector) {
      int end = sector + GPT_HEADER;
      if (bytes.length < end
          || !Arrays.equals(
              bytes, sector, sector + GPT_MARK.length, GPT_MARK, 0, GPT_MARK.length)) {
        return Optional.empty();
      }
      byte[] header = Arrays.copyOfRange(bytes, sector, end);
      Arrays.fill(header, GPT_SUM_AT, GPT_SUM_AT + Integer.BYTES, (byte) 0);
      long at = numbers.getLong(sector + GPT_ENTRIES_AT) * sector;
      int count = numbers.getInt(sector + GPT_COUNT_AT);
      if (sum(header, 0, GPT_HEADER) != numbers.getInt(sector + GPT_SUM_AT)
          || numbers.getInt(sector + GPT_LENGTH_AT) != GPT_ENTRY
          || count < 1
          || count > MOST_ENTRIES
          || at < 0
          || at > bytes.length - count * GPT_ENTRY
          || sum(bytes, (int) at, count * GPT_ENTRY) != numbers.getInt(end - Integer.BYTES)) {
        return Optional.empty();
      }
      List<Long> starts =
          within(
              IntStream.range(0, count)
                  .map(entry -> (int) at + entry * GPT_ENTRY)
                  .filter(entry -> numbers.getLong(entry) != 0)
                  .mapToLong(entry -> numbers.getLong(entry + FIRST_SECTOR_AT) * sector));
      // A table of nothing says as much of a disk as none: wiped ones look so.
      return starts.isEmpty()
          ? Optional.empty()
          : Optional.of(new PartitionTable(Kind.GPT, starts));
    }

    /** Partitions within an extended one are not looked for. */
    Optional<PartitionTable> mbr() {
      if (bytes.length < SECTOR || numbers.getShort(MBR_MARK_AT) != MBR_MARK) {
        return Optional.empty();
      }
      List<Integer> used =
          IntStream.range(0, MBR_ENTRIES)
              .mapToObj(entry -> MBR_ENTRIES_AT + entry * MBR_ENTRY)
              .filter(at -> bytes[at + MBR_TYPE_AT] != 0)
              .toList();
      boolean sound =
          used.stream()
              .allMatch(at -> (bytes[at] & 0x7f) == 0 && bytes[at + MBR_TYPE_AT] != PROTECTIVE);
      List<Long> starts =
          within(
              used.stream()
                  .mapToLong(at -> Integer.toUnsignedLong(numbers.getInt(at + 8)) * SECTOR));
      return used.isEmpty() || !sound || starts.size() < used.size()
          ? Optional.empty()
          : Optional.of(new PartitionTable(Kind.MBR, starts));
    }

    private List<Long> within(LongStream starts) {
      return starts.filter(start -> start > 0 && start < size).boxed().toList();
    }
  }

  private static int sum(byte[] content, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(content, from, length);
    return (int) sum.getValue();
  }
}
