package dev.salvaguarda.repository.lock;

import dev.salvaguarda.repository.file.FileSaver;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Duration;

/**
 * Stores files that speak of packs: index files and snapshots. Whoever removes a lock that is held
 * may go on to remove packs, so a file is stored only if the lock was there a moment before, the
 * lock is looked at after each file, and one that was stored after it had gone is taken back.
 */
public final class LockedFiles implements FileSaver {
  /** Who reads an index file passes over packs that are gone. */
  private static final Duration BEFORE_OTHERS = Duration.ofSeconds(10);

  /** Nobody knows of a snapshot that it can't be restored, so next to nothing is left to chance. */
  private static final Duration BEFORE_SNAPSHOT = Duration.ofSeconds(1);

  private final SealedFiles files;
  private final RepositoryLock lock;

  public LockedFiles(SealedFiles files, RepositoryLock lock) {
    this.files = files;
    this.lock = lock;
  }

  /**
   * Stores a file.
   *
   * @throws RepositoryException {@code LOCK_LOST} if the lock did not stand the whole time; the
   *     file is then not there, unless the store refuses to remove it
   */
  @Override
  public FileId save(FileType type, Content content) {
    lock.requireHeldWithin(type == FileType.SNAPSHOT ? BEFORE_SNAPSHOT : BEFORE_OTHERS);
    FileId id = files.save(type, content);
    try {
      lock.requireHeld();
      return id;
    } catch (RepositoryException e) {
      if (e.reason() == Reason.LOCK_LOST) {
        takeBack(type, id, e);
      }
      throw e;
    }
  }

  private void takeBack(FileType type, FileId id, RepositoryException why) {
    try {
      files.delete(type, id);
    } catch (RepositoryException e) {
      why.addSuppressed(e);
    }
  }
}
