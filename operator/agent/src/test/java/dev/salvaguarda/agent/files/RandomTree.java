package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills a directory with all that a Unix file system can hold: four entries at least. */
final class RandomTree {
  private static final int FEWEST_AT_THE_TOP = 4;

  private final Random random;
  private final FilesFixture place;
  private final boolean root;
  private final List<Path> files = new ArrayList<>();

  RandomTree(long seed, FilesFixture place) {
    this.random = new Random(seed);
    this.place = place;
    this.root = "root".equals(place.run(List.of("id", "-un")).strip());
  }

  void fill() throws IOException {
    fill(RawPath.root(place.source), 0);
  }

  private void fill(RawPath directory, int depth) throws IOException {
    int entries = Math.max(2 + random.nextInt(8), depth == 0 ? FEWEST_AT_THE_TOP : 0);
    for (int made = 0; made < entries; ) {
      RawPath entry = directory.entry(name());
      try {
        make(entry, depth);
      } catch (FileAlreadyExistsException _) {
        continue;
      }
      decorate(entry.path());
      made++;
    }
    Files.setLastModifiedTime(directory.path(), time());
  }

  private void make(RawPath entry, int depth) throws IOException {
    Path path = entry.path();
    switch (random.nextInt(depth < 4 ? 10 : 8)) {
      case 0 -> Files.createSymbolicLink(path, Path.of("../no/such//target"));
      case 1 -> Files.createSymbolicLink(path, RawPath.root(Path.of("/tmp")).entry(name()).path());
      case 2 -> {
        if (files.isEmpty()) {
          Files.createFile(path);
        } else {
          Files.createLink(path, files.get(random.nextInt(files.size())));
        }
      }
      case 3 -> special(path);
      case 4 -> {
        Files.createFile(path);
        place.run(List.of("truncate", "-s", "3000000", plainNamed(path)));
      }
      case 5, 6, 7 -> {
        byte[] content = new byte[random.nextInt(8) == 0 ? 2_500_000 : random.nextInt(5000)];
        random.nextBytes(content);
        Files.write(path, content, java.nio.file.StandardOpenOption.CREATE_NEW);
        files.add(path);
      }
      default -> {
        Files.createDirectory(path);
        fill(entry, depth + 1);
      }
    }
  }

  /** Programs get plain names only; the entry is made beside and moved. */
  private void special(Path path) throws IOException {
    Path made = place.source.resolve("special-" + random.nextInt());
    switch (root ? random.nextInt(3) : 0) {
      case 1 -> place.run(List.of("mknod", made.toString(), "c", "1", "7"));
      case 2 -> place.run(List.of("mknod", made.toString(), "b", "7", "300"));
      default -> place.run(List.of("mkfifo", made.toString()));
    }
    Files.move(made, path);
  }

  private String plainNamed(Path path) throws IOException {
    Path link = place.source.resolveSibling("plain-" + random.nextInt());
    Files.createSymbolicLink(link, path);
    return link.toString();
  }

  private void decorate(Path path) throws IOException {
    // Setting the times of a named pipe opens it, and waits for a writer for ever.
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (random.nextBoolean()) {
      int mode = random.nextInt(010000) | (Files.isDirectory(path) ? 0700 : 0);
      Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    }
    if (root && random.nextInt(3) == 0) {
      Files.setAttribute(path, "unix:uid", random.nextInt(70000), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", random.nextInt(70000), LinkOption.NOFOLLOW_LINKS);
    }
    if (Files.isRegularFile(path) && random.nextInt(3) == 0) {
      try {
        Files.setAttribute(path, "user:comment", new byte[] {1, 2, 0, (byte) random.nextInt()});
      } catch (FileSystemException _) {
        // Not every file system has user attributes.
      }
    }
    Files.setLastModifiedTime(path, time());
  }

  private FileTime time() {
    return FileTime.from(
        Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)));
  }

  private ByteString name() {
    byte[] name = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 250 : 12)];
    for (int i = 0; i < name.length; i++) {
      byte b = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
      name[i] = b == 0 || b == '/' || b == '.' ? (byte) '_' : b;
    }
    return ByteString.of(name);
  }
}
