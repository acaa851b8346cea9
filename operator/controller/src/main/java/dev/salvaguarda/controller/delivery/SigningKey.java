package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.controller.archive.SensitiveText;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What messages are signed with, as Standard Webhooks writes it.
 *
 * @param base64 of 24 to 64 bytes
 */
public record SigningKey(SensitiveText base64) {
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  /**
   * Reads keys with white space between them; empty if one of them is none, or there is none.
   *
   * @param text each with {@code whsec_} before its base64
   */
  public static Optional<List<SigningKey>> all(SensitiveText text) {
    List<Optional<SigningKey>> keys =
        Arrays.stream(text.reveal().strip().split("\\s+")).map(SigningKey::of).toList();
    return keys.stream().allMatch(Optional::isPresent)
        ? Optional.of(keys.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private static Optional<SigningKey> of(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    SigningKey key = new SigningKey(new SensitiveText(text.substring(PREFIX.length())));
    try {
      int length = key.bytes().length;
      return length < SHORTEST || length > LONGEST ? Optional.empty() : Optional.of(key);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The key itself. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(base64.reveal());
  }
}
