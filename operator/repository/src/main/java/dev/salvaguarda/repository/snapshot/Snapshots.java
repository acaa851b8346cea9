package dev.salvaguarda.repository.snapshot;

import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.file.FileSaver;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;

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
    return save(Json.write(SnapshotFile.of(draft, actor)), draft.tree(), saver);
  }

  /**
   * Stores the record of a snapshot of another repository, as it stands there, except that it names
   * the one that it is a copy of and no parent; and returns what reading it back gave. As with
   * {@link #save}, everything that it names must be stored.
   *
   * @param from the snapshots of the other repository
   */
  public Snapshot saveCopy(Snapshots from, Snapshot snapshot, FileSaver saver) {
    byte[] record = from.files.load(FileType.SNAPSHOT, snapshot.id());
    return save(SnapshotFile.copyOf(snapshot, record), snapshot.tree(), saver);
  }

  private Snapshot save(byte[] record, BlobId tree, FileSaver saver) {
    FileId id = saver.save(FileType.SNAPSHOT, record);
    Snapshot stored = load(id);
    if (!stored.tree().equals(tree)) {
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
    forEach((id, storedAt) -> {
      if (!storedAt.isBefore(second)) {
        found.add(id);
      }
    });
    return found;
  }

  /**
   * Hands on the name of every snapshot and when it was stored, by the store's clock in whole
   * seconds, in no order; costs one listing.
   */
  public void forEach(BiConsumer<FileId, Instant> visitor) {
    files.list(FileType.SNAPSHOT, (id, entry) -> visitor.accept(id, entry.modified()));
  }

  /** All snapshots, oldest first. One that vanishes while this runs is left out. */
  public List<Snapshot> list() {
    return load(ids(), Set.of(Reason.OBJECT_MISSING)).stream()
        .sorted(Comparator.comparing(Snapshot::time))
        .toList();
  }

  /**
   * Reads these snapshots, several at a time, and returns them in the order given.
   *
   * @param passedOver reasons for which one is left out instead of ending this
   */
  public List<Snapshot> load(Collection<FileId> ids, Set<Reason> passedOver) {
    List<Snapshot> found = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL, THREADS)) {
      List<Future<Optional<Snapshot>>> running = new ArrayList<>();
      for (FileId id : ids) {
        running.add(workers.submit(() -> loadUnless(passedOver, id)));
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
    return found;
  }

  private Optional<Snapshot> loadUnless(Set<Reason> passedOver, FileId id) {
    try {
      return Optional.of(load(id));
    } catch (RepositoryException e) {
      if (passedOver.contains(e.reason())) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
