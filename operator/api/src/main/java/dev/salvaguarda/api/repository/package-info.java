/**
 * The BackupRepository: where archives live and how they are opened. The status says whether
 * backups can be written there right now.
 */
@NullMarked
package dev.salvaguarda.api.repository;

import org.jspecify.annotations.NullMarked;
