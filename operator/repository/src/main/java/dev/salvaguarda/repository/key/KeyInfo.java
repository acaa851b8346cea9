package dev.salvaguarda.repository.key;

import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;

/**
 * What a key file tells without its password.
 *
 * @param id name of the file
 * @param created when it was added
 * @param username who added it
 * @param hostname where it was added
 */
public record KeyInfo(FileId id, Instant created, String username, String hostname) {}
