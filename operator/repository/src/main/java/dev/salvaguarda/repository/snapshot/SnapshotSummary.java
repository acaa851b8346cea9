package dev.salvaguarda.repository.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Numbers of a backup, which newer versions of restic show in their listings.
 *
 * @param dataAdded bytes of new blobs before compression
 * @param dataAddedPacked bytes of new blobs as stored
 * @param totalBytesProcessed bytes of all files in the snapshot
 */
public record SnapshotSummary(
    @JsonProperty("backup_start") Instant backupStart,
    @JsonProperty("backup_end") Instant backupEnd,
    @JsonProperty("files_new") long filesNew,
    @JsonProperty("files_changed") long filesChanged,
    @JsonProperty("files_unmodified") long filesUnmodified,
    @JsonProperty("dirs_new") long dirsNew,
    @JsonProperty("dirs_changed") long dirsChanged,
    @JsonProperty("dirs_unmodified") long dirsUnmodified,
    @JsonProperty("data_blobs") long dataBlobs,
    @JsonProperty("tree_blobs") long treeBlobs,
    @JsonProperty("data_added") long dataAdded,
    @JsonProperty("data_added_packed") long dataAddedPacked,
    @JsonProperty("total_files_processed") long totalFilesProcessed,
    @JsonProperty("total_bytes_processed") long totalBytesProcessed) {}
