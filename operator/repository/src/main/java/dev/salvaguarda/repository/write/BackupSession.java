package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.index.IndexWriter;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.LockedFiles;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.snapshot.Snapshots;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a repository: streams, trees, and at last snapshots that name them. One session serves a
 * whole run: it holds a lock, reads the index once, and shares packs between everything stored.
 *
 * <p>Streams and trees may be stored by many threads at a time. The first failure, of whichever
 * thread, ends the session: every later call throws its reason. {@link #cancel()} does the same,
 * with {@code CANCELLED}, within a fraction of a second. However a session ends, the repository is
 * sound: packs come first, then the index, then the snapshot, the latter two only while the lock
 * stands.
 */
public final class BackupSession implements AutoCloseable {
  private final Repository repository;
  private final RepositoryLock lock;
  private final LockedFiles files;
  private final BlobIndex index;
  private final LostPacks lost;
  private final SessionState state = new SessionState();
  private final SessionProgress progress;
  private final Pipeline pipeline;
  private final StoredTrees stored;
  private volatile @Nullable RepositoryException lockLeft;

  private BackupSession(
      Repository repository, RepositoryLock lock, SessionOptions options, UnreadableBlobs damaged) {
    this.repository = repository;
    this.lock = lock;
    CipherKey key = repository.masterKey();
    IndexLoader.Proved proved =
        new IndexLoader(repository.files()).loadProved(repository.store(), key, damaged);
    this.index = proved.index();
    this.lost = proved.lost();
    this.progress = new SessionProgress(repository.store()::bytesSent);
    this.files = new LockedFiles(repository.files(), lock);
    IndexWriter indexWriter = new IndexWriter(files);
    if (options.adoptOrphans()) {
      new OrphanedPacks(repository, index, indexWriter)
          .adopt(pack -> proved.packs().isUnlisted(pack) && !damaged.avoided().contains(pack));
    }
    this.pipeline = new Pipeline(repository, index, indexWriter, state, progress, options);
    this.stored = new StoredTrees(repository.store(), key, index);
  }

  /**
   * Locks the repository, reads its index, lists its packs, and if told so takes over those that a
   * killed session left.
   *
   * @throws RepositoryException {@code LOCKED} if somebody holds an exclusive lock, or what the
   *     store answers
   */
  public static BackupSession open(Repository repository, SessionOptions options) {
    return open(repository, options, UnreadableBlobs.NONE);
  }

  /**
   * The same where something is known to be damaged.
   *
   * @param damaged does not count as stored, so that what is still at the source is stored anew
   */
  public static BackupSession open(
      Repository repository, SessionOptions options, UnreadableBlobs damaged) {
    RepositoryLock lock = repository.locks().acquire(LockMode.SHARED);
    try {
      return new BackupSession(repository, lock, options, damaged);
    } catch (RuntimeException | Error e) {
      try {
        lock.close();
      } catch (RuntimeException | Error second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /**
   * Reads a dump of unknown size to its end and stores it, with the SHA-256 of the whole.
   *
   * @throws IOException what the stream throws; the session goes on
   */
  public StoredFile storeFile(InputStream in, Chunking chunking) throws IOException {
    return pipeline.streams().store(in, StreamRequest.dump(chunking));
  }

  /**
   * Reads a stream to its end and stores it. Returns when all its blobs are in packs, which is not
   * yet in the store.
   *
   * @throws IOException what the stream throws; the session goes on
   */
  public StoredFile storeFile(InputStream in, StreamRequest request) throws IOException {
    return pipeline.streams().store(in, request);
  }

  /** Begins a stream that is written rather than read, beside others. */
  public StreamWriter newStream(StreamRequest request) {
    return new StreamWriter(pipeline.streams(), request);
  }

  /** Begins a list that is sorted in the scratch directory. */
  public SortedSpill newSpill() {
    return pipeline.newSpill();
  }

  /**
   * Begins a disk, whose blocks come in any order.
   *
   * @param blockBytes size of each but the last
   */
  public BlockWriter newBlocks(int blockBytes) {
    return pipeline.newBlocks(blockBytes);
  }

  /**
   * A stored tree, to recognise what is unchanged; empty if the repository does not have it, or not
   * whole. Trees are read together with their neighbours, so that a walk through a snapshot takes
   * few requests.
   */
  public Optional<byte[]> findTree(BlobId tree) {
    return stored.find(tree);
  }

  /** Whether every blob of a file is stored already, so that it need not be read. */
  public boolean hasAll(BlobIds content) {
    for (BlobId id : content) {
      if (!index.contains(new BlobHandle(BlobType.DATA, id))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a blob is stored, or on its way in this session. */
  public boolean isStored(BlobHandle blob) {
    return index.isKnown(blob);
  }

  /** Reads what is stored, also by this session once it was committed. */
  public RepositoryReader reader() {
    return repository.reader(index);
  }

  /** The snapshots of the repository. */
  public Snapshots snapshots() {
    return repository.snapshots();
  }

  /** Stores a blob of another repository, unless this one has it; overwrites it with itself. */
  public void storeBlob(BlobType type, byte[] content) {
    BlobId _ = pipeline.blobs().store(type, content, 0, content.length, Zstandard.DEFAULT_LEVEL);
  }

  /**
   * Stores a blob of another repository, unless this one has it, as it is compressed there.
   *
   * @param plainLength of the expanded content
   * @return false if that is not the content of this name; nothing was stored then
   */
  public boolean storeCompressed(BlobHandle blob, byte[] compressed, int plainLength) {
    return pipeline.blobs().storeIfProven(blob, compressed, plainLength);
  }

  /** Identity of the repository, 64 hexadecimal digits, the same for all its life. */
  public String repositoryId() {
    return repository.config().id();
  }

  /** Begins a directory. */
  public TreeWriter newTree() {
    return new TreeWriter(pipeline.blobs(), stored);
  }

  /**
   * Stores the top of a snapshot, a directory of these entries, which are ordered by the bytes of
   * their names.
   */
  public BlobId storeTree(Iterable<Node> nodes) {
    TreeWriter writer = newTree();
    nodes.forEach(writer::add);
    return writer.finishTop();
  }

  /**
   * Stores a snapshot after everything that was stored before it: waits for the uploads, lists them
   * in the index, reads the tree back, looks at the lock, stores the snapshot, reads that back,
   * too, and looks at the lock again. A session may make several, one after the other, each when
   * nothing else is being stored.
   *
   * @throws RepositoryException {@code LOCK_LOST} if the lock went away, so that packs may be gone;
   *     {@code OBJECT_MISSING} or {@code CORRUPT} if the tree or snapshot does not read back; or
   *     what the store answers
   */
  public Snapshot commit(SnapshotDraft draft) {
    return commit(draft.tree(), () -> repository.snapshots().save(draft, files));
  }

  /**
   * The same for a copy of a snapshot of another repository, all of whose blobs were stored here.
   *
   * @param from the snapshots of the other repository
   */
  public Snapshot commitCopy(Snapshots from, Snapshot snapshot) {
    return commit(snapshot.tree(), () -> repository.snapshots().saveCopy(from, snapshot, files));
  }

  private Snapshot commit(BlobId tree, Supplier<Snapshot> save) {
    state.check();
    try {
      pipeline.settle();
      index.requireNoOpenClaims();
      stored.requireReadable(tree);
      return save.get();
    } catch (RuntimeException | Error e) {
      state.fail(e);
      throw e;
    }
  }

  /**
   * What the repository lost before this session began: packs that its index names and that are not
   * there. The session counts nothing in them as stored, and so reads and stores anew what it is
   * given; whoever runs it tells a person.
   */
  public LostPacks lostPacks() {
    return lost;
  }

  /**
   * What this session itself found damaged since it was asked last, in a sentence; nothing in such
   * a pack counts as stored any more. Empty if nothing.
   */
  public Optional<String> damageFound() {
    return stored.damageFound();
  }

  /** Counters of this session. */
  public SessionProgress progress() {
    return progress;
  }

  /** Whether a failure or a cancellation ended the session, so that every call fails. */
  public boolean isOver() {
    return state.isOver();
  }

  /** Ends the session from any thread: calls that wait end soon, later calls fail. */
  public void cancel() {
    state.cancel();
    pipeline.interrupt();
  }

  /** Ends what is still on its way, clears the scratch directory, and gives the lock back. */
  @Override
  public void close() {
    // An interrupt that ended the work must not end the clearing up.
    boolean interrupted = Thread.interrupted();
    // The lock comes last, whatever became of the rest.
    try (Pipeline.Step _ = this::releaseLock;
        pipeline) {
      cancel();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What kept {@link #close()} from giving the lock back, so that it stays until others count it as
   * stale; empty if nothing did.
   */
  public Optional<RepositoryException> lockLeft() {
    return Optional.ofNullable(lockLeft);
  }

  private void releaseLock() {
    boolean interrupted = Thread.interrupted();
    try {
      lock.close();
    } catch (RepositoryException e) {
      // What is stored is stored; others ignore the lock once it is old.
      lockLeft = e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
