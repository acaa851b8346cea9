package dev.salvaguarda.repository.crypto;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;

/** How a key is derived from a password. */
public final class ScryptParameters {
  private static final int DEFAULT_R = 8;
  private static final int DEFAULT_P = 1;
  private static final int SALT_LENGTH = 64;

  /** More memory than this for one password is an attack, or a repository for bigger machines. */
  private static final long MAX_MEMORY = 256L * 1024 * 1024;

  private static final int MAX_P = 64;

  private final int n;
  private final int r;
  private final int p;
  private final byte[] salt;

  /**
   * Parameters from a key file.
   *
   * @param n cost, a power of two
   * @param r block size
   * @param p parallelism
   * @param salt at least 8 bytes
   * @throws RepositoryException {@code UNSUPPORTED} if they are not allowed or ask for more than
   *     256 MiB of memory
   */
  public ScryptParameters(int n, int r, int p, byte[] salt) {
    boolean powerOfTwo = n > 1 && Integer.bitCount(n) == 1;
    boolean sane = powerOfTwo && r > 0 && p > 0 && p <= MAX_P && salt.length >= 8;
    if (!sane || 128L * n * r > MAX_MEMORY) {
      throw new RepositoryException(
          Reason.UNSUPPORTED,
          "A key file asks for scrypt with N=%d, r=%d, p=%d, which is not supported."
              .formatted(n, r, p));
    }
    this.n = n;
    this.r = r;
    this.p = p;
    this.salt = salt.clone();
  }

  /** Those of a new key, with a fresh salt. */
  public static ScryptParameters fresh(RepositoryContext context) {
    byte[] salt = new byte[SALT_LENGTH];
    context.random().nextBytes(salt);
    return new ScryptParameters(context.derivations().cost(), DEFAULT_R, DEFAULT_P, salt);
  }

  public int n() {
    return n;
  }

  public int r() {
    return r;
  }

  public int p() {
    return p;
  }

  public byte[] salt() {
    return salt.clone();
  }

  /** The key that opens the key file of this password. */
  public CipherKey derive(SecretBytes password, RepositoryContext context) {
    byte[] secret = password.copy();
    byte[] inputs = inputs(secret);
    byte[] material =
        context
            .derivations()
            .of(inputs, () -> SCrypt.generate(secret, salt, n, r, p, CipherKey.MATERIAL_LENGTH));
    try {
      return CipherKey.ofMaterial(material, context.random());
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(inputs, (byte) 0);
      Arrays.fill(material, (byte) 0);
    }
  }

  /** All that the key depends on; the salt says its length, so no two passwords look alike. */
  private byte[] inputs(byte[] secret) {
    return ByteBuffer.allocate(4 * Integer.BYTES + salt.length + secret.length)
        .putInt(n)
        .putInt(r)
        .putInt(p)
        .putInt(salt.length)
        .put(salt)
        .put(secret)
        .array();
  }
}
