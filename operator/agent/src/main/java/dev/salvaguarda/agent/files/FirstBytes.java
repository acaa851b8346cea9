package dev.salvaguarda.agent.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A file as far as it went when it was looked at, whatever is appended meanwhile, and its hash. */
final class FirstBytes extends FilterInputStream {
  private final MessageDigest sha256;
  private long left;

  FirstBytes(InputStream in, long size) {
    super(in);
    this.left = size;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count > 0) {
      sha256.update(buffer, offset, count);
      left -= count;
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The hash of what was read; asked for once, at the end. */
  byte[] digest() {
    return sha256.digest();
  }
}
