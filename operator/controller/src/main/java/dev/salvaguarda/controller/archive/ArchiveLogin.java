package dev.salvaguarda.controller.archive;

import org.jspecify.annotations.Nullable;

/**
 * All that is needed to open a repository.
 *
 * @param name of the BackupRepository, for messages
 * @param sessionToken of temporary credentials; null means none
 * @param password opens one of the repository's keys
 */
public record ArchiveLogin(
    String name,
    ArchivePlace place,
    SensitiveText accessKey,
    SensitiveText secretKey,
    @Nullable SensitiveText sessionToken,
    SensitiveText password) {}
