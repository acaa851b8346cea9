package dev.salvaguarda.agent.restore.guest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a partition, or a drive without any, holds, as the marks in its first 4 KiB say. */
enum FileSystemMark {
  XFS("XFS", 0, "XFSB"),
  NTFS("NTFS", 3, "NTFS    "),
  BITLOCKER("BitLocker", 3, "-FVE-FS-"),
  FAT32("FAT", 82, "FAT32   "),
  FAT16("FAT", 54, "FAT16   "),
  FAT12("FAT", 54, "FAT12   "),
  LUKS("LUKS", 0, "LUKS\u00BA\u00BE"),
  /** The label may lie in any of the first four sectors; tools write it to the second. */
  LVM("LVM", 512, "LABELONE"),
  SWAP("swap", 4086, "SWAPSPACE2"),
  /** Last, for its mark is short. */
  EXT("ext2, ext3 or ext4", 1080, "S\u00EF");

  /** So many bytes have to be looked at. */
  static final int WINDOW = 4096;

  private final String text;
  private final int at;

  /** A character for each byte. */
  private final String mark;

  FileSystemMark(String text, int at, String mark) {
    this.text = text;
    this.at = at;
    this.mark = mark;
  }

  /** As people call it. */
  String text() {
    return text;
  }

  /** What begins with these bytes, of which the first {@value #WINDOW} are looked at. */
  static Optional<FileSystemMark> of(byte[] beginning) {
    return Arrays.stream(values()).filter(one -> one.isIn(beginning)).findFirst();
  }

  private boolean isIn(byte[] beginning) {
    return beginning.length >= at + mark.length()
        && new String(beginning, at, mark.length(), StandardCharsets.ISO_8859_1).equals(mark);
  }
}
