package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Content that can't be read where the index says that it lies, though the pack is there.
 *
 * @param byPack the blobs, by their pack; a pack that is damaged elsewhere has none
 * @param avoided packs of which nothing counts as stored, though what can be read there is read
 */
public record UnreadableBlobs(Map<FileId, Set<BlobHandle>> byPack, Set<FileId> avoided) {
  /** Nothing is known to be damaged. */
  public static final UnreadableBlobs NONE = new UnreadableBlobs(Map.of(), Set.of());

  public UnreadableBlobs {
    byPack = Map.copyOf(byPack);
    avoided = Set.copyOf(avoided);
  }

  /** Nothing of these packs counts as stored. */
  public static UnreadableBlobs of(Set<FileId> packs) {
    return new UnreadableBlobs(Map.of(), packs);
  }

  /** Those of a pack's blobs that can be read, as far as is known. */
  List<PackedBlob> readable(FileId pack, List<PackedBlob> blobs) {
    Set<BlobHandle> unreadable = byPack.getOrDefault(pack, Set.of());
    return unreadable.isEmpty()
        ? blobs
        : blobs.stream().filter(blob -> !unreadable.contains(blob.handle())).toList();
  }
}
