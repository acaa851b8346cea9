package dev.salvaguarda.repository.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts and authenticates with one key; for one thread at a time. */
final class Sealer {
  static final int IV_LENGTH = 16;

  /**
   * The JDK's AES-CTR needs small pieces: fed a mebibyte at a time it runs forty times slower, also
   * once warm, so no call may be larger than this.
   */
  private static final int SLICE = 16 * 1024;

  private final SecretKeySpec key;
  private final Cipher cipher;
  private final Poly1305Aes mac;
  private final byte[] expected = new byte[Poly1305Aes.TAG_LENGTH];

  Sealer(byte[] encrypt, byte[] macK, byte[] macR) {
    try {
      key = new SecretKeySpec(encrypt, "AES");
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      mac = new Poly1305Aes(macK, macR);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform lacks AES", e);
    }
  }

  /** Writes iv, ciphertext and tag to {@code out}; the iv must stand there already. */
  void seal(byte[] plain, int offset, int length, byte[] out, int outOffset) {
    try {
      int textOffset = outOffset + IV_LENGTH;
      crypt(Cipher.ENCRYPT_MODE, out, outOffset, plain, offset, length, out, textOffset);
      mac.tag(out, textOffset, length, out, outOffset, out, textOffset + length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR refused its input", e);
    }
  }

  /** Returns false, and writes nothing, unless the tag is right. */
  boolean open(byte[] sealed, int offset, int length, byte[] out, int outOffset) {
    try {
      int textOffset = offset + IV_LENGTH;
      int textLength = length - CipherKey.OVERHEAD;
      mac.tag(sealed, textOffset, textLength, sealed, offset, expected, 0);
      if (!tagEquals(sealed, textOffset + textLength)) {
        return false;
      }
      crypt(Cipher.DECRYPT_MODE, sealed, offset, sealed, textOffset, textLength, out, outOffset);
      return true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR refused its input", e);
    }
  }

  private boolean tagEquals(byte[] sealed, int tagOffset) {
    byte[] found = new byte[Poly1305Aes.TAG_LENGTH];
    System.arraycopy(sealed, tagOffset, found, 0, found.length);
    return MessageDigest.isEqual(expected, found);
  }

  private void crypt(
      int mode,
      byte[] ivSource,
      int ivOffset,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset)
      throws GeneralSecurityException {
    cipher.init(mode, key, new IvParameterSpec(ivSource, ivOffset, IV_LENGTH));
    int done = 0;
    while (length - done > SLICE) {
      cipher.update(in, inOffset + done, SLICE, out, outOffset + done);
      done += SLICE;
    }
    cipher.doFinal(in, inOffset + done, length - done, out, outOffset + done);
  }
}
