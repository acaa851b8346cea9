package dev.salvaguarda.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A file share of some 25 MB: many small files, a few large ones, links and odd names. */
final class FileShare {
  private static final long SEED = 20261101;
  private static final int SMALL_FILES = 600;
  private static final Instant OLD = Instant.parse("2026-10-01T08:00:00.123456789Z");

  private final Path root;

  FileShare(Path root) {
    this.root = root;
  }

  void fill() {
    Random random = new Random(SEED);
    try {
      for (int i = 0; i < SMALL_FILES; i++) {
        Path file = root.resolve("department-%02d/letter %04d.txt".formatted(i % 20, i));
        write(file, random, 200 + random.nextInt(8000));
      }
      write(root.resolve("finance/2026/budget.ods"), random, 12 << 20);
      write(root.resolve("finance/2026/balanço – março.pdf"), random, 8 << 20);
      Files.createSymbolicLink(root.resolve("budget"), Path.of("finance/2026/budget.ods"));
      Files.createLink(
          root.resolve("finance/2026/same.ods"), root.resolve("finance/2026/budget.ods"));
      Files.createDirectory(root.resolve("empty"));
      Files.setPosixFilePermissions(
          root.resolve("department-00/letter 0000.txt"),
          PosixFilePermissions.fromString("rw-r-----"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rewrites some files, adds some, removes some. */
  void workForADay() {
    Random random = new Random(SEED + 1);
    try {
      for (int i = 5; i < SMALL_FILES; i += 100) {
        write(root.resolve("department-%02d/letter %04d.txt".formatted(i % 20, i)), random, 3000);
      }
      write(root.resolve("department-03/new.txt"), random, 5000);
      Files.delete(root.resolve("department-07/letter 0007.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a folder away to where nobody looks for it. */
  void lose(String folder, Path elsewhere) {
    try {
      Files.move(root.resolve(folder), elsewhere);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What differs between the share and a copy of it; empty means nothing, metadata included. */
  List<String> differencesTo(Path copy) {
    return differences(root, copy);
  }

  /** What differs between two folders; empty means nothing, metadata included. */
  static List<String> differences(Path original, Path copy) {
    try {
      Map<String, Path> ours = tree(original);
      Map<String, Path> theirs = tree(copy);
      TreeSet<String> names = new TreeSet<>(ours.keySet());
      names.addAll(theirs.keySet());
      List<String> differences = new ArrayList<>();
      for (String name : names) {
        Path mine = ours.get(name);
        Path other = theirs.get(name);
        if (mine == null || other == null) {
          differences.add(name + (mine == null ? " is new in the copy" : " is missing"));
        } else if (!same(mine, other)) {
          differences.add(name + " differs");
        }
      }
      return differences;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean same(Path one, Path other) throws IOException {
    PosixFileAttributes left = attributes(one);
    PosixFileAttributes right = attributes(other);
    boolean alike =
        left.permissions().equals(right.permissions())
            && left.owner().equals(right.owner())
            && left.group().equals(right.group())
            && left.lastModifiedTime().equals(right.lastModifiedTime())
            && left.isDirectory() == right.isDirectory()
            && left.isSymbolicLink() == right.isSymbolicLink();
    if (left.isSymbolicLink()) {
      return left.isSymbolicLink() == right.isSymbolicLink()
          && Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
    }
    return alike && (left.isDirectory() || Files.mismatch(one, other) < 0);
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Map<String, Path> tree(Path root) throws IOException {
    Map<String, Path> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> !file.equals(root))
          .forEach(file -> all.put(root.relativize(file).toString(), file));
    }
    return all;
  }

  private static void write(Path file, Random random, int size) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(OLD.plusSeconds(random.nextInt(1_000_000))));
  }
}
