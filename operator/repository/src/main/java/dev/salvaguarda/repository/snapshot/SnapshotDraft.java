package dev.salvaguarda.repository.snapshot;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot before it is stored.
 *
 * @param time the instant that the copy speaks of
 * @param tree root of the copied tree
 * @param hostname name of the source, which groups snapshots
 * @param paths what was copied; stable from run to run
 * @param tags in the form {@code key=value}
 * @param excludes patterns that were left out
 * @param parent the snapshot that unchanged files were recognised by
 * @param summary numbers for listings
 */
public record SnapshotDraft(
    Instant time,
    BlobId tree,
    String hostname,
    List<String> paths,
    List<String> tags,
    List<String> excludes,
    Optional<FileId> parent,
    Optional<SnapshotSummary> summary) {

  public SnapshotDraft {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
    excludes = List.copyOf(excludes);
  }
}
