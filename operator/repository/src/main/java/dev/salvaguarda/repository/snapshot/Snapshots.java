package dev.salvaguarda.repository.snapshot;

import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.file.FileSaver;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** The snapshots of a repository. */
public final class Snapshots {
  /** Requests at a time: snapshots are small, and each costs the way to the store and back. */
  private static final int PARALLEL = 6;

  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("snapshot-", 1).factory();

  private final SealedFiles files;
  private final Actor actor;

  public Snapshots(SealedFiles files, Actor actor) {
    this.files = files;
    this.actor = actor;
  }

  /**
   * Stores a snapshot and returns what reading it back gave. Call it last: everything that the tree
   * names must be durably stored and listed in stored index files.
   *
   * @param saver stores it while the repository is locked
   */
  public Snapshot save(SnapshotDraft draft, FileSaver saver) {
    FileId id = saver.save(FileType.SNAPSHOT, Json.write(SnapshotFile.of(draft, actor)));
    Snapshot stored = load(id);
    if (!stored.tree().equals(draft.tree())) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "The snapshot %s reads back with another tree.".formatted(id.abbreviated()));
    }
    return stored;
  }

  /**
   * Reads one snapshot.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} if there is none of this name
   */
  public Snapshot load(FileId id) {
    return SnapshotFile.parse(id, files.load(FileType.SNAPSHOT, id));
  }

  /** Names of all snapshots, in no order; costs one listing. */
  public List<FileId> ids() {
    return files.list(FileType.SNAPSHOT);
  }

  /**
   * Names of the snapshots that were stored at this instant or later, by the store's clock, in no
   * order; costs one listing. The store counts in whole seconds.
   */
  public List<FileId> idsSince(Instant since) {
    Instant second = since.truncatedTo(ChronoUnit.SECONDS);
    List<FileId> found = new ArrayList<>();
    files.list(
        FileType.SNAPSHOT,
        (id, entry) -> {
          if (!entry.modified().isBefore(second)) {
            found.add(id);
          }
        });
    return found;
  }

  /** All snapshots, oldest first. One that vanishes while this runs is left out. */
  public List<Snapshot> list() {
    List<Snapshot> found = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL, THREADS)) {
      List<Future<Optional<Snapshot>>> running = new ArrayList<>();
      for (FileId id : ids()) {
        running.add(workers.submit(() -> loadIfPresent(id)));
      }
      try {
        for (Future<Optional<Snapshot>> one : running) {
          one.get().ifPresent(found::add);
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof RepositoryException known
            ? known
            : new IllegalStateException("reading the snapshots failed", e.getCause());
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new RepositoryException(Reason.CANCELLED, "Reading the snapshots was cancelled.", e);
      }
    }
    found.sort(Comparator.comparing(Snapshot::time));
    return List.copyOf(found);
  }

  private Optional<Snapshot> loadIfPresent(FileId id) {
    try {
      return Optional.of(load(id));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
