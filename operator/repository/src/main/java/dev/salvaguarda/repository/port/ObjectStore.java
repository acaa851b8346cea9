package dev.salvaguarda.repository.port;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A flat store of objects by key, such as a bucket of an S3 service under a prefix.
 *
 * <p>Keys are relative to the repository, such as {@code index/5f…}; whoever implements this adds
 * its prefix. Every method may be called by many threads at a time, tries again by itself what can
 * pass by itself, and throws {@link RepositoryException} with a typed reason for the rest.
 * Interrupting the calling thread ends the call soon, with the reason {@code CANCELLED}.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * An object.
   *
   * @param size in bytes
   * @param modified when it was stored, by the store's clock, in whole seconds
   */
  record Entry(String key, long size, Instant modified) {}

  /**
   * Reads a whole object.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} if there is none
   */
  byte[] get(String key);

  /**
   * Reads exactly {@code length} bytes from {@code offset}.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} if there is no such object, {@code CORRUPT}
   *     if it is shorter
   */
  byte[] get(String key, long offset, int length);

  /**
   * Reads {@code length} bytes from {@code offset}, or as many as there are, into memory that the
   * caller may use again.
   *
   * @param into takes them from {@code at} on; what it holds after a failure is not known
   * @return how many there were
   * @throws RepositoryException {@code OBJECT_MISSING} if there is no such object, {@code CORRUPT}
   *     if it ends before {@code offset}
   */
  default int getUpTo(String key, long offset, int length, byte[] into, int at) {
    long size = stat(key).map(Entry::size).orElse(offset + length);
    byte[] content = get(key, offset, Math.clamp(size - offset, 1, length));
    System.arraycopy(content, 0, into, at, content.length);
    return content.length;
  }

  /**
   * Stores the first {@code length} bytes of {@code content} and returns once the store has
   * confirmed, by checksum, that it holds these bytes. An object of that key is replaced. The
   * caller must not change the bytes before this returns.
   */
  void put(String key, byte[] content, int length);

  /** Stores all of {@code content}. */
  default void put(String key, byte[] content) {
    put(key, content, content.length);
  }

  /**
   * Stores all of {@code content} unless there is an object of that key, whoever else tries to at
   * the same moment. A store that can't promise that looks first, which leaves a gap; who must know
   * whose object it is reads it back.
   *
   * @return whether it was stored; false also if an earlier try succeeded and only its answer was
   *     lost
   */
  default boolean putIfAbsent(String key, byte[] content) {
    if (stat(key).isPresent()) {
      return false;
    }
    put(key, content);
    return true;
  }

  /**
   * Stores a file's content and returns once the store has confirmed, by checksum, that it holds
   * these bytes. A store for large objects streams; this one reads the file into memory.
   *
   * @throws RepositoryException {@code SCRATCH} if the file can't be read
   */
  default void put(String key, StagedFile file) {
    try {
      put(key, Files.readAllBytes(file.path()));
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.SCRATCH, "A file in the scratch directory could not be read.", e);
    }
  }

  /** The object's size, or empty if there is no such object. */
  Optional<Entry> stat(String key);

  /** Hands every object whose key begins with {@code prefix} to {@code visitor}, in any order. */
  void list(String prefix, Consumer<Entry> visitor);

  /**
   * Until when the store keeps an object from being deleted, as far as it tells: a lock that the
   * credentials may not see is none here.
   */
  default Optional<Instant> lockedUntil(String key) {
    return Optional.empty();
  }

  /** Removes an object; none of that key is fine. */
  void delete(String key);

  /**
   * Makes the bucket if there is none yet.
   *
   * @return whether it was made now
   */
  boolean createBucketIfAbsent();

  /** What the store's clock says now, as far as its answers tell, in whole seconds. */
  Instant serverTime();

  /**
   * Bytes of objects on their way or there, as far as they went over the wire, tries that failed
   * included; 0 from a store that has no wire.
   */
  default long bytesSent() {
    return 0;
  }

  /** Ends connections and threads; later calls fail. */
  @Override
  void close();
}
