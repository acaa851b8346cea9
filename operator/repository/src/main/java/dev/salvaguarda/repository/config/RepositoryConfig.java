package dev.salvaguarda.repository.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What makes a prefix a repository.
 *
 * @param version of the format
 * @param id 64 hexadecimal digits, random
 * @param chunkerPolynomial hexadecimal digits of the polynomial with which restic cuts files
 */
public record RepositoryConfig(
    int version, String id, @JsonProperty("chunker_polynomial") String chunkerPolynomial) {
  /** The version that this engine writes: with compression. */
  public static final int VERSION = 2;

  private static final int ID_BYTES = 32;

  /** The config of a new repository. */
  public static RepositoryConfig fresh(SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new RepositoryConfig(
        VERSION,
        HexFormat.of().formatHex(id),
        Long.toHexString(IrreduciblePolynomial.random(random)));
  }

  /**
   * Stores this config unless there is one, never compressed, so that any version of a reader can
   * tell its version.
   *
   * @return whether the config that is there now is this one
   */
  public boolean saveIfAbsent(ObjectStore store, CipherKey key) {
    byte[] sealed = key.seal(Json.write(this));
    // What this answers is not enough: a try whose answer was lost may have succeeded, and a store
    // without conditional writes may have let somebody else in between.
    boolean _ = store.putIfAbsent(FileType.CONFIG.directory(), sealed);
    return Arrays.equals(store.get(FileType.CONFIG.directory()), sealed);
  }

  /** Whether this key opens the config that is there. */
  public static boolean opensWith(ObjectStore store, CipherKey key) {
    byte[] sealed = store.get(FileType.CONFIG.directory());
    return key.open(sealed, 0, sealed.length).isPresent();
  }

  /**
   * Reads the config.
   *
   * @throws RepositoryException {@code NO_REPOSITORY} if there is none, {@code CORRUPT} if this key
   *     does not open it, {@code UNSUPPORTED} if its version is another than {@link #VERSION}
   */
  public static RepositoryConfig load(ObjectStore store, CipherKey key) {
    byte[] sealed = stored(store);
    byte[] plain =
        key.open(sealed, 0, sealed.length)
            .orElseThrow(() ->
                new RepositoryException(
                    Reason.CORRUPT, "The config was not sealed with this repository's key."));
    RepositoryConfig config = Json.read(plain, RepositoryConfig.class, "config");
    if (config.version() != VERSION) {
      throw new RepositoryException(
          Reason.UNSUPPORTED,
          "The repository has format version %d; only version %d is supported."
              .formatted(config.version(), VERSION));
    }
    return config;
  }

  private static byte[] stored(ObjectStore store) {
    try {
      return store.get(FileType.CONFIG.directory());
    } catch (RepositoryException e) {
      throw e.reason() == Reason.OBJECT_MISSING ? missing() : e;
    }
  }

  private static RepositoryException missing() {
    return new RepositoryException(
        Reason.NO_REPOSITORY, "There is no repository at this place: it has no config.");
  }

  /**
   * Fails if there is no config.
   *
   * @throws RepositoryException {@code NO_REPOSITORY}
   */
  public static void require(ObjectStore store) {
    if (!exists(store)) {
      throw missing();
    }
  }

  /** Whether there is a config, thus a repository. */
  public static boolean exists(ObjectStore store) {
    return store.stat(FileType.CONFIG.directory()).isPresent();
  }
}
