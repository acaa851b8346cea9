package dev.salvaguarda.bench;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What zstd's levels make of real files, by the endings of their names, in pieces of the size that
 * the engine cuts file trees into. Arguments: folders of this machine; a bench can't invent
 * documents.
 */
final class CompressionLevels {
  private static final int PIECE = 1 << 20;
  private static final int[] LEVELS = {1, 2, 3};
  private static final long MOST_BYTES = 1L << 30;
  private static final long LEAST_OF_A_KIND = 2 << 20;

  private final Map<String, long[]> packed = new TreeMap<>();
  private final Map<String, double[]> seconds = new TreeMap<>();
  private final Map<String, Long> read = new TreeMap<>();
  private long total;

  public static void main(String[] folders) throws IOException {
    MachineFacts.read(List.of()).lines().forEach(System.out::println);
    System.out.println("\n| folder | ending | MB | level: stored MB, CPU s |");
    System.out.println("|---|---|---|---|");
    for (String folder : folders) {
      CompressionLevels levels = new CompressionLevels();
      levels.readAll(Path.of(folder));
      levels.print(folder);
    }
  }

  private void readAll(Path folder) throws IOException {
    byte[] piece = new byte[PIECE];
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(Files::isReadable).filter(file -> isFile(file)).sorted().toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int length = in.readNBytes(piece, 0, PIECE);
            length > 0 && total < MOST_BYTES;
            length = in.readNBytes(piece, 0, PIECE)) {
          add(ending(file), piece, length);
        }
      }
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 1 ? "none" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private void add(String ending, byte[] piece, int length) {
    total += length;
    read.merge(ending, (long) length, Long::sum);
    byte[] out = new byte[(int) Zstd.compressBound(length)];
    for (int i = 0; i < LEVELS.length; i++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long size = Zstd.compressByteArray(out, 0, out.length, piece, 0, length, LEVELS[i]);
      seconds.computeIfAbsent(ending, _ -> new double[LEVELS.length])[i] +=
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
      packed.computeIfAbsent(ending, _ -> new long[LEVELS.length])[i] += size;
    }
  }

  private void print(String folder) {
    read.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .filter(entry -> entry.getValue() >= LEAST_OF_A_KIND)
        .forEach(
            entry -> line(folder, entry.getKey(), entry.getValue(), packed(entry), seconds(entry)));
    long[] allPacked = new long[LEVELS.length];
    packed.values().forEach(sizes -> Arrays.setAll(allPacked, i -> allPacked[i] + sizes[i]));
    double[] allSeconds = new double[LEVELS.length];
    seconds.values().forEach(times -> Arrays.setAll(allSeconds, i -> allSeconds[i] + times[i]));
    line(folder, "all", total, allPacked, allSeconds);
  }

  private long[] packed(Map.Entry<String, Long> entry) {
    return packed.getOrDefault(entry.getKey(), new long[LEVELS.length]);
  }

  private double[] seconds(Map.Entry<String, Long> entry) {
    return seconds.getOrDefault(entry.getKey(), new double[LEVELS.length]);
  }

  private static void line(String folder, String ending, long bytes, long[] sizes, double[] cpu) {
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < LEVELS.length; i++) {
      cells.append(
          String.format(Locale.ROOT, " %d: %.2f, %.2f;", LEVELS[i], sizes[i] / 1e6, cpu[i]));
    }
    System.out.printf(Locale.ROOT, "| %s | %s | %.2f |%s |%n", folder, ending, bytes / 1e6, cells);
  }
}
