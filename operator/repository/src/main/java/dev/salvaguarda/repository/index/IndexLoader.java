package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads all index files of a repository into a {@link BlobIndex}, a few at a time. */
public final class IndexLoader {
  private static final int PARALLEL = 4;

  private final SealedFiles files;

  public IndexLoader(SealedFiles files) {
    this.files = files;
  }

  /** What the repository holds according to its index files. */
  public BlobIndex load() {
    Set<FileId> names = new HashSet<>(files.list(FileType.INDEX));
    BlobIndex index = new BlobIndex();
    Set<FileId> superseded = read(names, index);
    superseded.retainAll(names);
    if (superseded.isEmpty()) {
      return index;
    }
    // A program that was interrupted between writing a new index and removing the old ones left
    // both; the old ones may name packs that are gone.
    names.removeAll(superseded);
    BlobIndex remaining = new BlobIndex();
    read(names, remaining);
    return remaining;
  }

  private Set<FileId> read(Set<FileId> names, BlobIndex index) {
    Set<FileId> superseded = new HashSet<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<Set<FileId>>> running = new ArrayList<>();
      for (FileId name : names) {
        running.add(workers.submit(() -> IndexFile.read(load(name), name, index::add)));
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

  private byte[] load(FileId name) {
    return files.load(FileType.INDEX, name);
  }
}
