package dev.salvaguarda.repository.chunk;

import dev.salvaguarda.repository.crypto.CipherKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that decides where content-defined chunks of a repository end. It stays the same for
 * the repository's life: another secret would cut elsewhere, and nothing would deduplicate.
 *
 * <p>Whoever knows it can compare the sizes of stored blobs with a file that he already has; it
 * opens nothing. {@code toString} does not show it.
 */
public final class CutSecret {
  private static final String MAC = "HmacSHA256";

  private final long[] gear;

  private CutSecret(byte[] key) {
    this.gear = gearTable(key);
  }

  /**
   * Derives the secret from what only a repository's users know.
   *
   * @param masterKey bytes of the repository's master key, which no key rotation changes
   * @param polynomial the repository's chunker polynomial as its config spells it
   */
  public static CutSecret derive(byte[] masterKey, String polynomial) {
    return new CutSecret(
        mac(
            masterKey,
            ("salvaguarda cut points 1 " + polynomial).getBytes(StandardCharsets.UTF_8)));
  }

  /** Derives the secret of the repository with this master key. */
  public static CutSecret of(CipherKey masterKey, String polynomial) {
    byte[] encrypt = masterKey.encryptPart();
    byte[] mac = masterKey.macKPart();
    byte[] material = Arrays.copyOf(encrypt, encrypt.length + mac.length);
    System.arraycopy(mac, 0, material, encrypt.length, mac.length);
    return derive(material, polynomial);
  }

  long[] gear() {
    return gear;
  }

  @Override
  public String toString() {
    return "CutSecret[redacted]";
  }

  private static long[] gearTable(byte[] key) {
    long[] table = new long[256];
    for (int block = 0; block < 64; block++) {
      ByteBuffer random = ByteBuffer.wrap(mac(key, new byte[] {(byte) block}));
      for (int i = 0; i < 4; i++) {
        table[block * 4 + i] = random.getLong();
      }
    }
    return table;
  }

  private static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
