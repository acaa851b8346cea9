package dev.salvaguarda.repository.crypto;

import org.bouncycastle.crypto.params.KeyParameter;

/** Bouncy Castle's Poly1305, which is there on every machine. For one thread at a time. */
final class BouncyCastlePoly1305 implements Poly1305 {
  private final org.bouncycastle.crypto.macs.Poly1305 mac =
      new org.bouncycastle.crypto.macs.Poly1305();

  @Override
  public void tag(byte[] key, byte[] message, int offset, int length, byte[] out, int outOffset) {
    mac.init(new KeyParameter(key));
    mac.update(message, offset, length);
    mac.doFinal(out, outOffset);
  }
}
