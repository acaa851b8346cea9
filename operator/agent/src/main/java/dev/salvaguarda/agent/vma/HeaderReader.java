package dev.salvaguarda.agent.vma;

import static dev.salvaguarda.agent.vma.VmaFault.DAMAGED_HEADER;
import static dev.salvaguarda.agent.vma.VmaFault.NOT_AN_ARCHIVE;
import static dev.salvaguarda.agent.vma.VmaFault.TOO_LARGE;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the header of an archive, and believes nothing of it that it can't check. */
final class HeaderReader {
  /** Names become names of files. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  /** A guest's memory rather than a drive, of which nobody says how long it is. */
  private static final String MEMORY = "vmstate";

  private final byte[] bytes;
  private final ByteBuffer header;
  private final int blobsSize;

  /** All of them become names in one directory, beside a file of ours. */
  private final Set<String> taken = new HashSet<>(Set.of(VmaHeader.OWN_FILE));

  private HeaderReader(byte[] bytes, int blobsSize) {
    this.bytes = bytes;
    this.header = ByteBuffer.wrap(bytes);
    this.blobsSize = blobsSize;
  }

  static VmaHeader read(InputStream in, VmaLimits limits) throws IOException {
    byte[] fixed = in.readNBytes(VmaFormat.BLOBS_AT);
    ByteBuffer numbers = ByteBuffer.wrap(fixed);
    if (fixed.length < Long.BYTES || numbers.getInt(0) != VmaFormat.MAGIC) {
      throw new VmaException(
          NOT_AN_ARCHIVE,
          fixed.length == 0
              ? "Nothing came where an archive should begin."
              : "What came is no archive of a virtual machine (VMA).");
    }
    if (numbers.getInt(Integer.BYTES) != VmaFormat.VERSION) {
      throw new VmaException(
          NOT_AN_ARCHIVE,
          "The archive is of version %d of VMA, and only version 1 can be read."
              .formatted(Integer.toUnsignedLong(numbers.getInt(Integer.BYTES))));
    }
    requireWhole(fixed.length == VmaFormat.BLOBS_AT);
    int size = numbers.getInt(VmaFormat.HEADER_SIZE_AT);
    int blobsSize = numbers.getInt(VmaFormat.BLOBS_SIZE_AT);
    if (size <= VmaFormat.BLOBS_AT
        || size > VmaFormat.LARGEST_HEADER
        || size % VmaFormat.SECTOR != 0
        || numbers.getInt(VmaFormat.BLOBS_OFFSET_AT) != VmaFormat.BLOBS_AT
        || blobsSize < 1
        || blobsSize > size - VmaFormat.BLOBS_AT) {
      throw damaged("its sizes can't be");
    }
    byte[] bytes = Arrays.copyOf(fixed, size);
    requireWhole(
        in.readNBytes(bytes, VmaFormat.BLOBS_AT, size - VmaFormat.BLOBS_AT)
            == size - VmaFormat.BLOBS_AT);
    if (!VmaFormat.hasItsSum(bytes, VmaFormat.HEADER_SUM_AT)) {
      throw damaged("its checksum is another");
    }
    return new HeaderReader(bytes, blobsSize).header(limits);
  }

  private VmaHeader header(VmaLimits limits) throws VmaException {
    List<VmaDrive> drives = drives();
    requireAllowed(drives, limits);
    try {
      return new VmaHeader(
          VmaFormat.uuid(header),
          Instant.ofEpochSecond(header.getLong(VmaFormat.CREATED_AT)),
          configs(),
          drives);
    } catch (DateTimeException _) {
      throw damaged("its time can't be");
    }
  }

  private List<VmaConfig> configs() throws VmaException {
    List<VmaConfig> configs = new ArrayList<>();
    for (int i = 0; i < VmaFormat.CONFIGS; i++) {
      int name = header.getInt(VmaFormat.CONFIG_NAMES_AT + i * Integer.BYTES);
      int data = header.getInt(VmaFormat.CONFIG_DATA_AT + i * Integer.BYTES);
      if (name == 0 && data == 0) {
        continue;
      }
      configs.add(new VmaConfig(name(name), ByteString.of(blob(data))));
    }
    return configs;
  }

  private List<VmaDrive> drives() throws VmaException {
    List<VmaDrive> drives = new ArrayList<>();
    for (int id = 0; id < VmaFormat.CONFIGS; id++) {
      int at = VmaFormat.DRIVES_AT + id * VmaFormat.DRIVE_ENTRY;
      int name = header.getInt(at);
      long size = header.getLong(at + VmaFormat.DRIVE_SIZE_AT);
      if (name == 0 && size == 0) {
        continue;
      }
      if (id == 0 || id > VmaFormat.LAST_DRIVE) {
        throw damaged("it has a drive with the number " + id);
      }
      drives.add(new VmaDrive(id, name(name), size));
    }
    return drives;
  }

  private static void requireAllowed(List<VmaDrive> drives, VmaLimits limits) throws VmaException {
    long left = limits.allBytes();
    for (VmaDrive drive : drives) {
      if (drive.name().equals(MEMORY)) {
        throw new VmaException(
            NOT_AN_ARCHIVE, "The archive holds a guest's memory, which no backup does.");
      }
      if (drive.size() < 1) {
        throw damaged("the drive %s has no size".formatted(drive.name()));
      }
      if (drive.size() > limits.driveBytes()
          || drive.size() > left
          || drive.clusters() > Integer.MAX_VALUE) {
        throw new VmaException(
            TOO_LARGE,
            "With the drive %s of %d bytes the archive is larger than the %d bytes a drive and %d bytes in all that are allowed."
                .formatted(drive.name(), drive.size(), limits.driveBytes(), limits.allBytes()));
      }
      left -= drive.size();
    }
  }

  /** A blob that is a name, with the zero that ends it. */
  private String name(int offset) throws VmaException {
    byte[] blob = blob(offset);
    if (blob.length == 0 || blob[blob.length - 1] != 0) {
      throw damaged("a name in it has no end");
    }
    String name = new String(blob, 0, blob.length - 1, StandardCharsets.ISO_8859_1);
    if (!NAME.matcher(name).matches()) {
      throw damaged("a name in it can't be one");
    }
    if (!taken.add(name)) {
      throw damaged("it has %s twice".formatted(name));
    }
    return name;
  }

  private byte[] blob(int offset) throws VmaException {
    if (offset < 1 || offset > blobsSize - Short.BYTES) {
      throw damaged("it points to where nothing is");
    }
    int at = VmaFormat.BLOBS_AT + offset;
    int length = Short.toUnsignedInt(Short.reverseBytes(header.getShort(at)));
    if (length > blobsSize - offset - Short.BYTES) {
      throw damaged("a text in it is longer than all its texts");
    }
    return Arrays.copyOfRange(bytes, at + Short.BYTES, at + Short.BYTES + length);
  }

  private static void requireWhole(boolean whole) throws VmaException {
    if (!whole) {
      throw new VmaException(VmaFault.CUT_OFF, "The archive ends within its header.");
    }
  }

  private static VmaException damaged(String how) {
    return new VmaException(
        DAMAGED_HEADER, "The header of the archive is damaged: %s.".formatted(how));
  }
}
