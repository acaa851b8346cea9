package dev.salvaguarda.repository.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Poly1305-AES: the one-time key is r and the nonce encrypted under k. Not for many threads. */
final class Poly1305Aes {
  static final int TAG_LENGTH = 16;
  static final int KEY_LENGTH = 16;

  private final Cipher nonceCipher;
  private final Poly1305 mac;
  private final byte[] pad = new byte[KEY_LENGTH];

  Poly1305Aes(byte[] k, byte[] r) throws GeneralSecurityException {
    nonceCipher = Cipher.getInstance("AES/ECB/NoPadding");
    nonceCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(k, "AES"));
    mac = new Poly1305(clamped(r));
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
    nonceCipher.doFinal(nonce, nonceOffset, KEY_LENGTH, pad, 0);
    mac.tag(message, offset, length, pad, out, outOffset);
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
