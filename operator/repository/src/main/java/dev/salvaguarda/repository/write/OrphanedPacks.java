package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexWriter;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Packs that are stored but not listed in any index file: what a session left that was killed. The
 * next session lists them, so that nothing is uploaded twice.
 *
 * <p>Their headers are authenticated, and a store shows an object only once it is whole, so a pack
 * with a good header is as good as one that we saw being stored.
 */
final class OrphanedPacks {
  private final Repository repository;
  private final BlobIndex index;
  private final IndexWriter indexWriter;

  OrphanedPacks(Repository repository, BlobIndex index, IndexWriter indexWriter) {
    this.repository = repository;
    this.index = index;
    this.indexWriter = indexWriter;
  }

  /** Lists those of the store's packs that are wanted and hold something new. */
  void adopt(Predicate<FileId> wanted) {
    List<FileId> packs = new ArrayList<>();
    repository
        .files()
        .list(
            FileType.PACK,
            (pack, _) -> {
              if (wanted.test(pack)) {
                packs.add(pack);
              }
            });
    packs.forEach(this::adopt);
  }

  private void adopt(FileId pack) {
    List<PackedBlob> blobs = blobs(pack);
    if (!blobs.stream().allMatch(blob -> index.contains(blob.handle()))) {
      index.add(pack, blobs);
      indexWriter.add(pack, blobs);
    }
  }

  /** Nothing if the pack is damaged, or was removed just now: it is of no use, prune clears up. */
  private List<PackedBlob> blobs(FileId pack) {
    try {
      return PackReader.header(repository.store(), pack, repository.masterKey());
    } catch (RepositoryException e) {
      if (e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING) {
        return List.of();
      }
      throw e;
    }
  }
}
