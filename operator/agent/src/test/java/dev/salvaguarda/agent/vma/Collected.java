package dev.salvaguarda.agent.vma;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Drives, put together from the clusters of an archive. */
final class Collected {
  private static final long LARGEST = 64L << 20;

  private Collected() {}

  static Map<VmaDrive, byte[]> from(byte[] archive) throws IOException {
    VmaReader reader =
        VmaReader.open(new ByteArrayInputStream(archive), new VmaLimits(LARGEST, 2 * LARGEST));
    Map<VmaDrive, byte[]> drives = new TreeMap<>(Comparator.comparingInt(VmaDrive::id));
    reader.readAll((drive, number, content, length, stored) ->
        System.arraycopy(
            content,
            0,
            drives.computeIfAbsent(drive, it -> new byte[(int) it.size()]),
            (int) (number * 65536),
            length));
    return drives;
  }
}
