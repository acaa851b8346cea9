package dev.salvaguarda.repository.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Numbers of a backup, which newer versions of restic show in their listings. Those that we don't
 * count are left out rather than written as zero; of other programs' they are not read.
 *
 * @param backupStart when the copy began
 * @param backupEnd when it ended
 * @param totalBytesProcessed bytes of all files in the snapshot
 */
public record SnapshotSummary(
    @JsonProperty("backup_start") Instant backupStart,
    @JsonProperty("backup_end") Instant backupEnd,
    @JsonProperty("total_bytes_processed") long totalBytesProcessed) {}
