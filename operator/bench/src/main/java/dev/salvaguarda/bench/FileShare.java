package dev.salvaguarda.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A tree of files, half text and half incompressible, and a day of work on it.
 *
 * @param root its folder
 * @param small how many small files, in up to 1,000 folders
 * @param largest bytes of a small file, or 500 more
 * @param large files of 16 MiB; more than seven where there are days of work
 */
record FileShare(Path root, int small, int largest, int large) {
  private static final int LARGE_BYTES = 16 << 20;
  private static final long SEED = 20261123;

  /** Writes one, which takes a while. */
  static FileShare write(Path root, int small, int largest, int large) throws IOException {
    FileShare share = new FileShare(Files.createDirectories(root), small, largest, large);
    Contest.say("Writing %,d small and %d large files".formatted(small, large));
    share.create();
    return share;
  }

  private void create() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < small; i++) {
      Path folder = root.resolve("department-%02d/project-%02d".formatted(i % 40, i / 40 % 25));
      Files.createDirectories(folder);
      write(folder.resolve("document-%05d".formatted(i)), 500 + random.nextInt(largest), random);
    }
    Path archive = Files.createDirectories(root.resolve("archive"));
    for (int i = 0; i < large; i++) {
      write(archive.resolve("recording-%02d".formatted(i)), LARGE_BYTES, random);
    }
  }

  /** Rewrites 2 % of the small files and changes the middle of one large file in fifty. */
  void workADay(int day) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + day);
    for (int i = 0; i < small; i += 50) {
      Path folder = root.resolve("department-%02d/project-%02d".formatted(i % 40, i / 40 % 25));
      write(folder.resolve("document-%05d".formatted(i)), 500 + random.nextInt(largest), random);
    }
    Path large = root.resolve("archive/recording-07");
    try (var channel = Files.newByteChannel(large, java.nio.file.StandardOpenOption.WRITE)) {
      channel.position(LARGE_BYTES / 2);
      channel.write(java.nio.ByteBuffer.wrap(noise(300_000, random)));
    }
  }

  private static void write(Path file, int size, SplittableRandom random) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(random.nextBoolean() ? noise(size, random) : text(size, random));
    }
  }

  private static byte[] noise(int size, SplittableRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(int size, SplittableRandom random) {
    StringBuilder text = new StringBuilder(size + 32);
    while (text.length() < size) {
      text.append("line ").append(Integer.toString(random.nextInt(200_000), 36)).append(" of it\n");
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }
}
