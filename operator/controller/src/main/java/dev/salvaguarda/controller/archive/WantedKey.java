package dev.salvaguarda.controller.archive;

import org.jspecify.annotations.Nullable;

/**
 * A password that is to open the repository.
 *
 * @param ref the Secret and key that hold it, as {@code secret/key}
 * @param password null when it can't be used now: its key is then left as it is
 * @param trouble why not, as a sentence; null if it can
 */
public record WantedKey(String ref, @Nullable SensitiveText password, @Nullable String trouble) {
  /** A password that can be used. */
  public static WantedKey of(String ref, SensitiveText password) {
    return new WantedKey(ref, password, null);
  }

  /** A password that can't be used now. */
  public static WantedKey unusable(String ref, String trouble) {
    return new WantedKey(ref, null, trouble);
  }
}
