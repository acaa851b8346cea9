package dev.salvaguarda.repository.key;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileId;

/** The master key and the key file that it was unwrapped from. */
public record OpenedKey(FileId id, CipherKey master) {}
