package dev.salvaguarda.repository.snapshot;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored snapshot.
 *
 * @param id name of its file
 * @param time the instant that the copy speaks of
 * @param tree root of the copied tree
 * @param hostname name of the source
 * @param username who wrote it
 * @param paths what was copied
 * @param tags in the form {@code key=value} when they are ours
 * @param excludes patterns that were left out
 * @param parent the snapshot that unchanged files were recognised by
 * @param original the first snapshot of this content, when this is a copy of it or tags were
 *     changed
 * @param programVersion what wrote it; empty if it does not say
 * @param summary numbers, when its writer stored them
 */
public record Snapshot(
    FileId id,
    Instant time,
    BlobId tree,
    String hostname,
    String username,
    List<String> paths,
    List<String> tags,
    List<String> excludes,
    Optional<FileId> parent,
    Optional<FileId> original,
    String programVersion,
    Optional<SnapshotSummary> summary) {

  public Snapshot {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
    excludes = List.copyOf(excludes);
  }

  /** Name of the first snapshot of this content, which all copies of it share. */
  public FileId origin() {
    return original.orElse(id);
  }

  /** Whether it carries each of these tags. */
  public boolean hasTags(List<String> wanted) {
    return tags.containsAll(wanted);
  }
}
