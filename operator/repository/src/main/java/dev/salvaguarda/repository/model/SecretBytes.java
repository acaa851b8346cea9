package dev.salvaguarda.repository.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password or key as a type, so that it can't end in a log, a message or a status by accident.
 *
 * <p>{@link #close()} wipes the bytes; later use throws {@link IllegalStateException}.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a copy of the bytes as they are. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** The UTF-8 form of the characters. */
  public static SecretBytes ofUtf8(CharSequence text) {
    return new SecretBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a mounted file and drops white space around the secret, as restic does with its password
   * files: an editor's line break at the end is never part of a password.
   */
  public static SecretBytes fromFile(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int start = 0;
    int end = content.length;
    while (start < end && isWhiteSpace(content[start])) {
      start++;
    }
    while (end > start && isWhiteSpace(content[end - 1])) {
      end--;
    }
    byte[] trimmed = Arrays.copyOfRange(content, start, end);
    Arrays.fill(content, (byte) 0);
    return new SecretBytes(trimmed);
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** A copy for a library that wants an array; the caller wipes it after use. */
  public synchronized byte[] copy() {
    requireOpen();
    return bytes.clone();
  }

  /** The secret as text, for a library that wants nothing else. */
  public synchronized String revealUtf8() {
    requireOpen();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public synchronized void close() {
    Arrays.fill(bytes, (byte) 0);
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the secret was wiped");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** The same for all secrets: a hash would tell something about the content. */
  @Override
  public int hashCode() {
    return SecretBytes.class.hashCode();
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
