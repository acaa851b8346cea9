package dev.salvaguarda.repository.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A key that encrypts and authenticates: AES-256 in counter mode, then Poly1305-AES over the
 * ciphertext. A sealed message is the initialisation vector (16 bytes), the ciphertext, and the tag
 * (16 bytes).
 *
 * <p>May be used by many threads at a time.
 */
public final class CipherKey {
  /** Bytes that sealing adds to a message. */
  public static final int OVERHEAD = Sealer.IV_LENGTH + Poly1305Aes.TAG_LENGTH;

  static final int ENCRYPT_LENGTH = 32;
  static final int MAC_LENGTH = Poly1305Aes.KEY_LENGTH;

  /** Bytes of key material: encryption key, then k and r of the authentication key. */
  static final int MATERIAL_LENGTH = ENCRYPT_LENGTH + 2 * MAC_LENGTH;

  private final byte[] encrypt;
  private final byte[] macK;
  private final byte[] macR;
  private final SecureRandom random;
  private final ConcurrentLinkedQueue<Sealer> idle = new ConcurrentLinkedQueue<>();

  /**
   * A key from its three parts.
   *
   * @param encrypt 32 bytes for AES-256
   * @param macK 16 bytes for AES-128 over the nonce
   * @param macR 16 bytes; bits that Poly1305 forbids are cleared
   */
  public CipherKey(byte[] encrypt, byte[] macK, byte[] macR, SecureRandom random) {
    if (encrypt.length != ENCRYPT_LENGTH
        || macK.length != MAC_LENGTH
        || macR.length != MAC_LENGTH) {
      throw new IllegalArgumentException("a key has parts of 32, 16 and 16 bytes");
    }
    this.encrypt = encrypt.clone();
    this.macK = macK.clone();
    this.macR = Poly1305Aes.clamped(macR);
    this.random = random;
  }

  /** A new key that nobody else knows. */
  public static CipherKey generate(SecureRandom random) {
    byte[] material = new byte[MATERIAL_LENGTH];
    random.nextBytes(material);
    return ofMaterial(material, random);
  }

  static CipherKey ofMaterial(byte[] material, SecureRandom random) {
    return new CipherKey(
        Arrays.copyOfRange(material, 0, ENCRYPT_LENGTH),
        Arrays.copyOfRange(material, ENCRYPT_LENGTH, ENCRYPT_LENGTH + MAC_LENGTH),
        Arrays.copyOfRange(material, ENCRYPT_LENGTH + MAC_LENGTH, MATERIAL_LENGTH),
        random);
  }

  /**
   * Seals a message into {@code out}, which must not overlap it, and returns the sealed length,
   * {@code length + OVERHEAD}.
   */
  public int seal(byte[] plain, int offset, int length, byte[] out, int outOffset) {
    byte[] iv = new byte[Sealer.IV_LENGTH];
    random.nextBytes(iv);
    System.arraycopy(iv, 0, out, outOffset, iv.length);
    Sealer sealer = borrow();
    sealer.seal(plain, offset, length, out, outOffset);
    idle.add(sealer);
    return length + OVERHEAD;
  }

  /** Seals a message into a new array. */
  public byte[] seal(byte[] plain) {
    byte[] out = new byte[plain.length + OVERHEAD];
    seal(plain, 0, plain.length, out, 0);
    return out;
  }

  /**
   * Opens a sealed message into {@code out}; false, and nothing written, if it was not sealed with
   * this key, was changed since, or does not lie there whole.
   */
  public boolean open(byte[] sealed, int offset, int length, byte[] out, int outOffset) {
    if (!holds(sealed, offset, length)) {
      return false;
    }
    Sealer sealer = borrow();
    boolean opened = sealer.open(sealed, offset, length, out, outOffset);
    idle.add(sealer);
    return opened;
  }

  /** Opens a sealed message; empty if it was not sealed with this key or was changed since. */
  public Optional<byte[]> open(byte[] sealed, int offset, int length) {
    if (!holds(sealed, offset, length)) {
      return Optional.empty();
    }
    byte[] out = new byte[length - OVERHEAD];
    return open(sealed, offset, length, out, 0) ? Optional.of(out) : Optional.empty();
  }

  private static boolean holds(byte[] sealed, int offset, int length) {
    return length >= OVERHEAD && offset >= 0 && offset <= sealed.length - length;
  }

  /** A copy of the encryption part, to be wrapped in a key file. */
  public byte[] encryptPart() {
    return encrypt.clone();
  }

  /** A copy of the k of the authentication part, to be wrapped in a key file. */
  public byte[] macKPart() {
    return macK.clone();
  }

  /** A copy of the r of the authentication part, to be wrapped in a key file. */
  public byte[] macRPart() {
    return macR.clone();
  }

  private Sealer borrow() {
    Sealer sealer = idle.poll();
    return sealer != null ? sealer : new Sealer(encrypt, macK, macR);
  }

  @Override
  public String toString() {
    return "CipherKey[redacted]";
  }
}
