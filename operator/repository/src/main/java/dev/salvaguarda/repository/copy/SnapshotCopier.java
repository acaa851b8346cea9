package dev.salvaguarda.repository.copy;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import java.util.HashSet;
import java.util.Set;

/**
 * Copies snapshots from one repository into another one. A blob has the same name in both, since
 * the name is the hash of its content; so only what the other one lacks is fetched, sealed with the
 * other one's key, proven by its name, and stored as its session stores everything. Trees are
 * stored as they are. For one thread.
 *
 * <p>The record of a copy says, as that of {@code restic copy} does, which snapshot it is of.
 */
public final class SnapshotCopier implements AutoCloseable {
  /** Trees of which is remembered that all below them is there; 100 bytes each. */
  private static final int MOST_TREES = 1 << 17;

  private final BackupSession from;
  private final BackupSession into;
  private final RepositoryReader reader;
  private final Resealing contents;
  private final Set<BlobId> complete = new HashSet<>();

  /**
   * Copies between two repositories.
   *
   * @param from keeps what is copied from being removed meanwhile
   * @param into stores the copies
   * @param threads that decrypt, prove and encrypt
   */
  public SnapshotCopier(BackupSession from, BackupSession into, int threads) {
    this.from = from;
    this.into = into;
    this.reader = from.reader();
    this.contents = new Resealing(reader, into, threads);
  }

  /**
   * Copies a snapshot and returns its copy, which was read back. Nothing keeps this from making a
   * second copy of the same: whoever calls it looks for {@link Snapshot#origin()} first.
   *
   * @param snapshot of the repository that is copied from
   * @throws dev.salvaguarda.repository.model.RepositoryException if it can't be read whole, after
   *     which the next one may be tried; or if it can't be stored, which ends the session
   */
  public Snapshot copy(Snapshot snapshot) {
    try {
      LackingContent lacking = new LackingContent(from, into, reader, complete, MOST_TREES);
      lookAt(snapshot.tree());
      lacking.enter(snapshot.tree());
      contents.copy(lacking);
      return into.commitCopy(from.snapshots(), snapshot);
    } catch (RuntimeException | Error e) {
      // Trees that were entered are not complete if what is below them did not come.
      complete.clear();
      throw e;
    }
  }

  /**
   * A top that is there and can't be read does not count as stored, nor does anything in its pack,
   * in which trees may lie that earlier copies took for complete.
   */
  private void lookAt(BlobId top) {
    if (into.isStored(new BlobHandle(BlobType.TREE, top)) && into.findTree(top).isEmpty()) {
      complete.clear();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
