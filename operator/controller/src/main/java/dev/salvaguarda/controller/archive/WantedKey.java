package dev.salvaguarda.controller.archive;

import org.jspecify.annotations.Nullable;

/**
 * A password that is to open the repository.
 *
 * @param ref the Secret and key that hold it, as {@code secret/key}
 * @param password null when it could not be read now: its key is then left as it is
 */
public record WantedKey(String ref, @Nullable SensitiveText password) {}
