package dev.salvaguarda.repository.file;

import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Snapshots, indexes and locks in the store: compressed, sealed, and named by the SHA-256 of the
 * stored bytes.
 */
public final class SealedFiles implements FileSaver {
  /** First byte of a compressed file; files of the older format begin with a brace or bracket. */
  private static final byte COMPRESSED = 2;

  /** No index or snapshot comes near; what is larger was not written by anybody in good faith. */
  private static final int MAX_PLAIN_LENGTH = 1 << 30;

  private final ObjectStore store;
  private final CipherKey key;

  public SealedFiles(ObjectStore store, CipherKey key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public FileId save(FileType type, Content content) {
    byte[] sealed = seal(content);
    FileId id = FileId.ofContent(sealed, 0, sealed.length);
    store.put(type.key(id), sealed);
    return id;
  }

  /** The bytes as they are stored: compressed and sealed, each time with another beginning. */
  public byte[] seal(Content content) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    framed.write(COMPRESSED);
    try (OutputStream out = Zstandard.compressing(framed)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return key.seal(framed.toByteArray());
  }

  /**
   * Reads a file and proves that it is the one stored.
   *
   * @throws RepositoryException {@code OBJECT_MISSING}, or {@code CORRUPT} if its hash,
   *     authentication or compression is wrong
   */
  public byte[] load(FileType type, FileId id) {
    return open(fetch(store, type, id), name(type, id));
  }

  /**
   * The same as a stream, for what is too large to be held at once: it fails with an {@link
   * IOException} where the compression is wrong.
   *
   * @throws RepositoryException {@code OBJECT_MISSING}, or {@code CORRUPT} if its hash or
   *     authentication is wrong
   */
  public InputStream open(FileType type, FileId id) throws IOException {
    String name = name(type, id);
    byte[] framed = unseal(fetch(store, type, id), name);
    return isCompressed(framed, name)
        ? Zstandard.expanding(framed, 1, framed.length - 1)
        : new ByteArrayInputStream(framed);
  }

  /**
   * What {@link #seal} was given.
   *
   * @param name of the file, for messages
   * @throws RepositoryException {@code CORRUPT} if authentication or compression is wrong
   */
  public byte[] open(byte[] sealed, String name) {
    byte[] framed = unseal(sealed, name);
    return isCompressed(framed, name)
        ? Zstandard.expandBounded(framed, 1, framed.length - 1, MAX_PLAIN_LENGTH)
            .orElseThrow(() -> corrupt(name, "cannot be decompressed"))
        : framed;
  }

  private byte[] unseal(byte[] sealed, String name) {
    return key.open(sealed, 0, sealed.length)
        .orElseThrow(() -> corrupt(name, "was not sealed with this repository's key"));
  }

  /**
   * The stored bytes of a file. Bytes that were damaged on the way are fetched again once; bytes
   * that are damaged in the store stay so.
   */
  public static byte[] fetch(ObjectStore store, FileType type, FileId id) {
    for (int attempt = 0; attempt < 2; attempt++) {
      byte[] stored = store.get(type.key(id));
      if (FileId.ofContent(stored, 0, stored.length).equals(id)) {
        return stored;
      }
    }
    throw corrupt(name(type, id), "does not have the hash that its name says");
  }

  /** The names of all files of a type; objects with other names are left alone. */
  public List<FileId> list(FileType type) {
    return list(store, type);
  }

  /** The names of all files of a type, without a key. */
  public static List<FileId> list(ObjectStore store, FileType type) {
    List<FileId> found = new ArrayList<>();
    list(store, type, (id, _) -> found.add(id));
    return found;
  }

  /** Receives a file of a listing. */
  @FunctionalInterface
  public interface Visitor {
    /** Called once for each file. */
    void file(FileId id, ObjectStore.Entry entry);
  }

  /** Hands on all files of a type; objects with other names are left alone. */
  public void list(FileType type, Visitor visitor) {
    list(store, type, visitor);
  }

  /** Hands on all files of a type, without a key; objects with other names are left alone. */
  public static void list(ObjectStore store, FileType type, Visitor visitor) {
    store.list(
        type.directory() + "/",
        entry -> {
          String name = entry.key().substring(entry.key().lastIndexOf('/') + 1);
          if (isId(name)) {
            visitor.file(FileId.parse(name), entry);
          }
        });
  }

  /** Removes a file; none of that name is fine. */
  public void delete(FileType type, FileId id) {
    store.delete(type.key(id));
  }

  /** Whether a file is there. */
  public boolean exists(FileType type, FileId id) {
    return store.stat(type.key(id)).isPresent();
  }

  private static boolean isId(String name) {
    return name.length() == 2 * FileId.LENGTH
        && name.chars().allMatch(c -> c < 128 && HexFormat.isHexDigit(c));
  }

  private static boolean isCompressed(byte[] framed, String name) {
    if (framed.length == 0) {
      throw corrupt(name, "is empty");
    }
    return switch (framed[0]) {
      case '{', '[' -> false;
      case COMPRESSED -> true;
      default ->
          throw new RepositoryException(
              Reason.UNSUPPORTED,
              "The %s has encoding %d, which this program does not know."
                  .formatted(name, framed[0]));
    };
  }

  private static String name(FileType type, FileId id) {
    return "%s file %s".formatted(type.directory(), id.abbreviated());
  }

  private static RepositoryException corrupt(String name, String what) {
    return new RepositoryException(Reason.CORRUPT, "The %s %s.".formatted(name, what));
  }
}
