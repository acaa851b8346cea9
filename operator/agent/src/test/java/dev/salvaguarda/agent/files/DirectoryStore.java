package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A repository in a directory, as restic's local backend lays it out, so that restic reads and
 * writes the same one.
 */
public class DirectoryStore implements ObjectStore {
  private final Path root;
  private final AtomicLong names = new AtomicLong();

  public DirectoryStore(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  @Override
  public byte[] get(String key) {
    try {
      return Files.readAllBytes(root.resolve(key));
    } catch (IOException e) {
      throw missing(key, e);
    }
  }

  @Override
  public byte[] get(String key, long offset, int length) {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve(key).toFile(), "r")) {
      byte[] bytes = new byte[length];
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw missing(key, e);
    }
  }

  @Override
  public void put(String key, byte[] content, int length) {
    try {
      Path target = root.resolve(key);
      Files.createDirectories(target.getParent());
      Path part = root.resolve("part-" + names.incrementAndGet());
      Files.write(part, Arrays.copyOf(content, length));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Entry> stat(String key) {
    Path file = root.resolve(key);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(
              new Entry(key, Files.size(file), Files.getLastModifiedTime(file).toInstant()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void list(String prefix, Consumer<Entry> visitor) {
    Path start = root.resolve(prefix);
    if (!Files.isDirectory(start)) {
      return;
    }
    try {
      var _ =
          Files.walkFileTree(
              start,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                  visitor.accept(
                      new Entry(
                          root.relativize(file).toString(),
                          attributes.size(),
                          attributes.lastModifiedTime().toInstant()));
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String key) {
    try {
      Files.deleteIfExists(root.resolve(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean createBucketIfAbsent() {
    try {
      boolean absent = !Files.isDirectory(root);
      Files.createDirectories(root);
      return absent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant serverTime() {
    return Instant.EPOCH;
  }

  @Override
  public void close() {}

  private static RepositoryException missing(String key, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof java.io.FileNotFoundException) {
      return new RepositoryException(Reason.OBJECT_MISSING, key + " is missing", e);
    }
    return new RepositoryException(Reason.CORRUPT, key + " is too short", e);
  }
}
