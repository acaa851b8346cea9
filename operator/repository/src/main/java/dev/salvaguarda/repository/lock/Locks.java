package dev.salvaguarda.repository.lock;

import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The locks of a repository, as restic understands them. */
public final class Locks {
  private final SealedFiles files;
  private final RepositoryContext context;
  private final LockTiming timing;

  public Locks(SealedFiles files, RepositoryContext context, LockTiming timing) {
    this.files = files;
    this.context = context;
    this.timing = timing;
  }

  /**
   * Takes a lock and keeps renewing it until it is closed. Locks that are stale are removed on the
   * way.
   *
   * @throws RepositoryException {@code LOCKED} if somebody holds a lock that excludes this one
   */
  public RepositoryLock acquire(LockMode mode) {
    return acquire(mode, lock -> lock.exclusive() || mode == LockMode.EXCLUSIVE);
  }

  /**
   * Shares the repository only to read it, which a lock whose file can't be read does not forbid:
   * should somebody remove packs under it, one that is needed is found missing.
   *
   * @throws RepositoryException {@code LOCKED} if somebody is known to hold an exclusive lock
   */
  public RepositoryLock acquireToRead() {
    return acquire(LockMode.SHARED, lock -> lock.exclusive() && lock.readable());
  }

  private RepositoryLock acquire(LockMode mode, Predicate<LockInfo> excludes) {
    requireNoConflict(excludes, Optional.empty());
    Instant before = context.clock().instant();
    FileId own = write(mode);
    try {
      pause();
      requireNoConflict(excludes, Optional.of(own));
    } catch (RuntimeException | Error e) {
      removeQuietly(own, e);
      throw e;
    }
    return new RepositoryLock(this, mode, own, before, context.clock(), timing);
  }

  /** All locks, stale ones and such that can't be read too. One that vanishes is left out. */
  public List<LockInfo> list() {
    return list(Optional.empty());
  }

  private List<LockInfo> list(Optional<FileId> own) {
    Map<FileId, Instant> stored = new LinkedHashMap<>();
    files.list(FileType.LOCK, (id, entry) -> stored.put(id, entry.modified()));
    own.ifPresent(stored::remove);
    return stored.entrySet().stream()
        .flatMap(file -> load(file.getKey(), file.getValue()).stream())
        .toList();
  }

  /**
   * Removes locks whose holders are known to be gone.
   *
   * @return the locks that were removed
   */
  public List<LockInfo> remove(Predicate<LockInfo> gone) {
    List<LockInfo> removed = list().stream().filter(gone).toList();
    removed.forEach(lock -> delete(lock.id()));
    return removed;
  }

  FileId write(LockMode mode) {
    return files.save(
        FileType.LOCK, LockFile.write(context.clock().instant(), mode, context.actor()));
  }

  boolean exists(FileId id) {
    return files.exists(FileType.LOCK, id);
  }

  void delete(FileId id) {
    files.delete(FileType.LOCK, id);
  }

  private void requireNoConflict(Predicate<LockInfo> excludes, Optional<FileId> own) {
    Instant staleBefore = context.clock().instant().minus(timing.stale());
    for (LockInfo lock : list(own)) {
      if (lock.time().isBefore(staleBefore)) {
        delete(lock.id());
      } else if (excludes.test(lock)) {
        throw new RepositoryException(
            Reason.LOCKED, "The repository is locked: %s.".formatted(lock.holder()));
      }
    }
  }

  private Optional<LockInfo> load(FileId id, Instant stored) {
    try {
      return Optional.of(LockFile.parse(id, files.load(FileType.LOCK, id)));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      if (e.reason() == Reason.CORRUPT || e.reason() == Reason.UNSUPPORTED) {
        return Optional.of(LockInfo.unreadable(id, stored));
      }
      throw e;
    }
  }

  private void pause() {
    try {
      Thread.sleep(timing.recheck());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Taking the lock was cancelled.", e);
    }
  }

  private void removeQuietly(FileId own, Throwable cause) {
    try {
      delete(own);
    } catch (RepositoryException e) {
      cause.addSuppressed(e);
    }
  }
}
