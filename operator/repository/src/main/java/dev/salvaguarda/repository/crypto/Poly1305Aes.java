package dev.salvaguarda.repository.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Poly1305-AES: the one-time key is r and the nonce encrypted under k. Not for many threads. */
final class Poly1305Aes {
  static final int TAG_LENGTH = Poly1305.TAG_LENGTH;
  static final int KEY_LENGTH = 16;

  /** Loading a library pays only beyond so many bytes; a run with little to do never gets there. */
  static final int FEW = 4 << 20;

  private final Cipher nonceCipher;
  private final byte[] oneTimeKey = new byte[Poly1305.KEY_LENGTH];
  private final Supplier<Optional<Poly1305>> forMany;
  private Poly1305 mac = new BouncyCastlePoly1305();
  private long untilMany = FEW;

  Poly1305Aes(byte[] k, byte[] r) throws GeneralSecurityException {
    this(k, r, OpenSslPoly1305::ofProcess);
  }

  /**
   * One that may be another's.
   *
   * @param forMany asked once, by the message with which there are more than {@link #FEW} bytes;
   *     empty if there is nothing faster
   */
  Poly1305Aes(byte[] k, byte[] r, Supplier<Optional<Poly1305>> forMany)
      throws GeneralSecurityException {
    nonceCipher = Cipher.getInstance("AES/ECB/NoPadding");
    nonceCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(k, "AES"));
    System.arraycopy(r, 0, oneTimeKey, 0, KEY_LENGTH);
    this.forMany = forMany;
  }

  /** Writes the tag of a message into {@code out}. */
  void tag(
      byte[] message,
      int offset,
      int length,
      byte[] nonce,
      int nonceOffset,
      byte[] out,
      int outOffset)
      throws GeneralSecurityException {
    nonceCipher.doFinal(nonce, nonceOffset, KEY_LENGTH, oneTimeKey, KEY_LENGTH);
    if (untilMany >= 0) {
      untilMany -= length;
      mac = untilMany < 0 ? forMany.get().orElse(mac) : mac;
    }
    mac.tag(oneTimeKey, message, offset, length, out, outOffset);
  }

  /** Clears the 22 bits of r that Poly1305 requires to be zero; keys are stored in this form. */
  static byte[] clamped(byte[] r) {
    byte[] masked = r.clone();
    for (int i = 3; i < KEY_LENGTH; i += 4) {
      masked[i] &= 0x0f;
    }
    for (int i = 4; i < KEY_LENGTH; i += 4) {
      masked[i] &= (byte) 0xfc;
    }
    return masked;
  }
}
