package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.vma.ClusterSink;
import dev.salvaguarda.agent.vma.VmaDrive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises what a drive holds while it streams by in its order, by a few KiB of it: how it is
 * divided, and what its partitions are.
 */
final class ContentProbe {
  private static final Pattern FIRMWARE = Pattern.compile("drive-(efidisk|tpmstate).*");

  private final VmaDrive drive;
  private final List<Window> partitions = new ArrayList<>();
  private Optional<PartitionTable> table = Optional.empty();
  private Optional<FileSystemMark> undivided = Optional.empty();
  private boolean holdsData;

  ContentProbe(VmaDrive drive) {
    this.drive = drive;
  }

  /** The first bytes of a partition. */
  private static final class Window {
    private final byte[] content = new byte[FileSystemMark.WINDOW];
    private final long start;

    Window(long start) {
      this.start = start;
    }

    void take(long at, byte[] from, int length) {
      long first = Math.max(start, at);
      long end = Math.min(start + content.length, at + length);
      if (first < end) {
        System.arraycopy(
            from, (int) (first - at), content, (int) (first - start), (int) (end - first));
      }
    }
  }

  /** Takes the next cluster of the drive, of which so many blocks are not zero. */
  void take(long number, byte[] cluster, int length, int stored) {
    holdsData |= stored > 0;
    if (number == 0) {
      begin(Arrays.copyOf(cluster, length));
    }
    long at = number * ClusterSink.CLUSTER_BYTES;
    for (Window partition : partitions) {
      partition.take(at, cluster, length);
    }
  }

  private void begin(byte[] beginning) {
    undivided = FileSystemMark.of(beginning);
    if (undivided.isEmpty()) {
      table = PartitionTable.of(beginning, drive.size());
      table.ifPresent(found -> found.starts().forEach(at -> partitions.add(new Window(at))));
    }
  }

  /** As the archive calls it, such as {@code drive-scsi0}. */
  String name() {
    return drive.name();
  }

  /** Whether it only keeps what EFI or TPM remember. */
  boolean isFirmware() {
    return FIRMWARE.matcher(drive.name()).matches();
  }

  /** Whether it is not empty. */
  boolean holdsData() {
    return holdsData;
  }

  /** Whether it is known what the drive holds. */
  boolean hasRecognised() {
    return undivided.isPresent() || table.isPresent();
  }

  /** For people, such as {@code drive-scsi0: GPT with XFS, swap}. */
  String text() {
    return drive.name()
        + ": "
        + undivided
            .map(FileSystemMark::text)
            .or(() -> table.map(this::text))
            .orElse("nothing that is known");
  }

  private String text(PartitionTable found) {
    return found.kind()
        + " with "
        + partitions.stream()
            .map(one -> FileSystemMark.of(one.content).map(FileSystemMark::text).orElse("unknown"))
            .collect(Collectors.joining(", "));
  }
}
