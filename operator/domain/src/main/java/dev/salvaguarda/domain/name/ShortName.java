package dev.salvaguarda.domain.name;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Shortens a name to what Kubernetes allows, without letting two different names become one: a
 * shortened name ends in a hash of the whole.
 */
public final class ShortName {
  private static final int HASH_LENGTH = 8;

  private ShortName() {}

  /**
   * The name itself if it has at most {@code maxLength} characters; else its beginning, a hyphen
   * and eight hexadecimal digits of its SHA-256.
   *
   * @param name a DNS subdomain name, as every object's name is one
   * @param maxLength at least 10
   * @throws IllegalArgumentException when {@code maxLength} leaves no room for the hash
   */
  public static String of(String name, int maxLength) {
    return name.length() <= maxLength ? name : withHash(name, name, maxLength);
  }

  /**
   * The beginning of {@code readable} and a hash of {@code identity}, whatever their lengths.
   *
   * @throws IllegalArgumentException when {@code maxLength} leaves no room for the hash
   */
  public static String withHash(String readable, String identity, int maxLength) {
    int room = maxLength - HASH_LENGTH - 1;
    if (room < 1) {
      throw new IllegalArgumentException(
          "a name of %d characters holds no hash".formatted(maxLength));
    }
    String head =
        withoutTrailingPunctuation(readable.substring(0, Math.min(room, readable.length())));
    return head + "-" + hash(identity);
  }

  /** Eight hexadecimal digits that two different texts hardly ever share. */
  public static String hash(String text) {
    return longHash(text).substring(0, HASH_LENGTH);
  }

  /** The SHA-256 of a text, in 64 hexadecimal digits. */
  public static String longHash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String withoutTrailingPunctuation(String head) {
    int end = head.length();
    while (end > 1 && !Character.isLetterOrDigit(head.charAt(end - 1))) {
      end--;
    }
    return head.substring(0, end);
  }
}
