package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A small object that is written, read and deleted, to show that all three work. */
final class Canary {
  private static final int SIZE_BYTES = 64;
  private static final int NAME_BYTES = 8;

  private Canary() {}

  /** Its key begins with a word that restic gives no meaning to, so that restic never sees it. */
  static void check(ObjectStore store, SecureRandom random) {
    byte[] content = new byte[SIZE_BYTES];
    random.nextBytes(content);
    String key = "canary/" + HexFormat.of().formatHex(content, 0, NAME_BYTES);
    store.put(key, content);
    RepositoryException first = null;
    try {
      requireSame(content, store.get(key));
    } catch (RepositoryException e) {
      first = e;
      throw e;
    } finally {
      delete(store, key, first);
    }
  }

  private static void requireSame(byte[] written, byte[] read) {
    if (!Arrays.equals(written, read)) {
      throw new RepositoryException(
          Reason.CORRUPT, "A test object was read back with other bytes than were written.");
    }
  }

  /** What failed first is what is told. */
  private static void delete(ObjectStore store, String key, @Nullable RepositoryException first) {
    try {
      store.delete(key);
    } catch (RepositoryException e) {
      if (first == null) {
        throw e;
      }
      first.addSuppressed(e);
    }
  }
}
