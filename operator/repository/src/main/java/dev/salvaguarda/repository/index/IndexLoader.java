package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads all index files of a repository into a {@link BlobIndex}, a few at a time. */
public final class IndexLoader {
  private static final int PARALLEL = 4;

  private final SealedFiles files;

  public IndexLoader(SealedFiles files) {
    this.files = files;
  }

  /**
   * What a session may count on.
   *
   * @param index of what lies in packs that are there
   * @param packs that are there
   * @param lost those that are not
   */
  public record Proved(BlobIndex index, StoredPacks packs, LostPacks lost) {}

  /** What the repository holds according to its index files, true or not: for readers. */
  public BlobIndex load() {
    return load(files.list(FileType.INDEX), BlobIndex::new, index -> index::add);
  }

  /**
   * What the repository holds according to its index files, and really: packs are listed, and what
   * is missing or has another length is left out.
   *
   * @param store that holds the packs
   * @param key that opens their headers
   */
  public Proved loadProved(ObjectStore store, CipherKey key) {
    return loadProved(store, key, UnreadableBlobs.NONE);
  }

  /**
   * The same without what is known to be damaged.
   *
   * @param unreadable is left out
   */
  public Proved loadProved(ObjectStore store, CipherKey key, UnreadableBlobs unreadable) {
    // In this order: a pack is stored before the index that names it, and nobody removes packs
    // while somebody holds a lock.
    List<FileId> names = files.list(FileType.INDEX);
    StoredPacks packs = StoredPacks.of(store);
    IndexProof proof =
        load(names, () -> new IndexProof(packs, store, key, unreadable), begun -> begun);
    return new Proved(proof.index(), packs, proof.lost());
  }

  /** Where the index files, true or not, say that these blobs lie, by pack. */
  public Map<FileId, Set<PackedBlob>> find(BiPredicate<FileId, PackedBlob> wanted) {
    return load(
        files.list(FileType.INDEX),
        ConcurrentHashMap::new,
        found ->
            (pack, blobs) ->
                blobs.stream()
                    .filter(blob -> wanted.test(pack, blob))
                    .forEach(blob ->
                        found.computeIfAbsent(pack, _ -> ConcurrentHashMap.newKeySet()).add(blob)));
  }

  private <T> T load(
      List<FileId> listed, Supplier<T> begin, Function<T, IndexFile.Visitor> visitor) {
    Set<FileId> names = new HashSet<>(listed);
    T all = begin.get();
    Set<FileId> superseded = read(names, visitor.apply(all));
    superseded.retainAll(names);
    if (superseded.isEmpty()) {
      return all;
    }
    // A program that was interrupted between writing a new index and removing the old ones left
    // both; the old ones may name packs that are gone.
    names.removeAll(superseded);
    T remaining = begin.get();
    var _ = read(names, visitor.apply(remaining));
    return remaining;
  }

  private Set<FileId> read(Set<FileId> names, IndexFile.Visitor visitor) {
    Set<FileId> superseded = new HashSet<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<Set<FileId>>> running = new ArrayList<>();
      for (FileId name : names) {
        running.add(
            workers.submit(() -> {
              try (InputStream file = files.open(FileType.INDEX, name)) {
                return IndexFile.read(file, name, visitor);
              }
            }));
      }
      try {
        for (Future<Set<FileId>> one : running) {
          superseded.addAll(one.get());
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof RepositoryException known
            ? known
            : new IllegalStateException("reading the index failed", e.getCause());
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new RepositoryException(Reason.CANCELLED, "Reading the index was cancelled.", e);
      }
    }
    return superseded;
  }
}
