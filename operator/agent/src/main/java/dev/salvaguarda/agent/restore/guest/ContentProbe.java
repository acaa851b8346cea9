package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.vma.ClusterSink;
import dev.salvaguarda.agent.vma.VmaDrive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Recognises what a drive holds while it streams by in its order, by a few KiB of it: how it is
 * divided, and what its partitions are.
 */
final class ContentProbe {
  private final VmaDrive drive;
  private final List<Window> partitions = new ArrayList<>();
  private Optional<PartitionTable> table = Optional.empty();
  private Optional<FileSystemMark> undivided = Optional.empty();

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

  /** Takes the next cluster of the drive. */
  void take(long number, byte[] cluster, int length) {
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
    if (partitions.isEmpty()) {
      return found.kind() + " without partitions";
    }
    return found.kind()
        + " with "
        + partitions.stream()
            .map(one -> FileSystemMark.of(one.content).map(FileSystemMark::text).orElse("unknown"))
            .collect(Collectors.joining(", "));
  }
}
