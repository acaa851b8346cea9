package dev.salvaguarda.repository;

import dev.salvaguarda.repository.config.RepositoryConfig;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.journal.Journal;
import dev.salvaguarda.repository.key.KeyFiles;
import dev.salvaguarda.repository.key.KeyInfo;
import dev.salvaguarda.repository.key.OpenedKey;
import dev.salvaguarda.repository.lock.LockTiming;
import dev.salvaguarda.repository.lock.Locks;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An opened repository. May be used by many threads; {@link #close()} closes the store, too.
 *
 * <p>Opening takes no lock. Whoever adds or removes something takes one from {@link #locks()}.
 */
public final class Repository implements AutoCloseable {
  private static final Set<Reason> NOTHING_OPENS =
      Set.of(Reason.WRONG_PASSWORD, Reason.CORRUPT, Reason.UNSUPPORTED);

  private final ObjectStore store;
  private final RepositoryContext context;
  private final KeyFiles keyFiles;
  private final OpenedKey key;
  private final RepositoryConfig config;
  private final SealedFiles files;
  private final Locks locks;

  private Repository(
      ObjectStore store, RepositoryContext context, OpenedKey key, RepositoryConfig config) {
    this.store = store;
    this.context = context;
    this.keyFiles = new KeyFiles(store, context);
    this.key = key;
    this.config = config;
    this.files = new SealedFiles(store, key.master());
    this.locks = new Locks(files, context, LockTiming.RESTIC);
  }

  /** Whether there is a repository in this store. */
  public static boolean exists(ObjectStore store) {
    return RepositoryConfig.exists(store);
  }

  /**
   * Opens a repository with any of its passwords.
   *
   * @throws RepositoryException {@code NO_REPOSITORY}, {@code WRONG_PASSWORD}, {@code UNSUPPORTED},
   *     or what the store answers
   */
  public static Repository open(
      ObjectStore store, SecretBytes password, RepositoryContext context) {
    OpenedKey key;
    try {
      key = new KeyFiles(store, context).open(password);
    } catch (RepositoryException e) {
      if (NOTHING_OPENS.contains(e.reason())) {
        // What has no config is no repository, which says more than what is wrong with its keys.
        RepositoryConfig.require(store);
      }
      throw e;
    }
    return new Repository(store, context, key, RepositoryConfig.load(store, key.master()));
  }

  /**
   * Makes a new repository and opens it. A creation that was interrupted before is completed.
   *
   * @param recoveryPasswords further passwords that open it, too
   * @throws RepositoryException {@code ALREADY_EXISTS} if there is one, {@code CORRUPT} if there is
   *     what remained of one
   */
  public static Repository create(
      ObjectStore store,
      SecretBytes password,
      List<SecretBytes> recoveryPasswords,
      RepositoryContext context) {
    if (exists(store)) {
      throw new RepositoryException(
          Reason.ALREADY_EXISTS, "There already is a repository at this place.");
    }
    KeyFiles keyFiles = new KeyFiles(store, context);
    List<FileId> added = new ArrayList<>();
    OpenedKey key = masterKeyFor(store, keyFiles, password, context, added);
    for (SecretBytes recovery : recoveryPasswords) {
      if (keyFiles.find(recovery).isEmpty()) {
        added.add(keyFiles.add(key.master(), recovery));
      }
    }
    RepositoryConfig config = RepositoryConfig.fresh(context.random());
    if (!config.saveIfAbsent(store, key.master())) {
      withdraw(store, key.master(), added);
      throw new RepositoryException(
          Reason.ALREADY_EXISTS, "Somebody else made a repository at this place just now.");
    }
    return new Repository(store, context, key, RepositoryConfig.load(store, key.master()));
  }

  /**
   * Whoever came too late takes back the keys of a master key that the repository does not have:
   * they open with the same password, and readers take the first key that opens.
   */
  private static void withdraw(ObjectStore store, CipherKey master, List<FileId> added) {
    if (!RepositoryConfig.opensWith(store, master)) {
      added.forEach(id -> store.delete(FileType.KEY.key(id)));
    }
  }

  /**
   * A new master key, or the one of a creation that ended before its config was written. Keys
   * beside data but without a config are the rest of a damaged repository, and whoever overwrites
   * them loses that data for good.
   */
  private static OpenedKey masterKeyFor(
      ObjectStore store,
      KeyFiles keyFiles,
      SecretBytes password,
      RepositoryContext context,
      List<FileId> added) {
    if (holdsData(store)) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "There is data of a repository at this place, but its config is missing.");
    }
    if (!keyFiles.isEmpty()) {
      return keyFiles.open(password);
    }
    CipherKey master = CipherKey.generate(context.random());
    FileId id = keyFiles.add(master, password);
    added.add(id);
    return new OpenedKey(id, master);
  }

  private static boolean holdsData(ObjectStore store) {
    return !SealedFiles.list(store, FileType.SNAPSHOT).isEmpty()
        || !SealedFiles.list(store, FileType.INDEX).isEmpty()
        || !SealedFiles.list(store, FileType.PACK).isEmpty();
  }

  public RepositoryConfig config() {
    return config;
  }

  public Snapshots snapshots() {
    return new Snapshots(files, context.actor());
  }

  /** What is kept beside the snapshots, and never taken away. Adding to it takes no lock. */
  public Journal journal() {
    return new Journal(store, files);
  }

  /** Locks of all programs on this repository. */
  public Locks locks() {
    return locks;
  }

  /** All keys that can be read, oldest first. */
  public List<KeyInfo> keys() {
    return keyFiles.list();
  }

  /** Adds a password that opens the repository. */
  public FileId addKey(SecretBytes password) {
    return keyFiles.add(key.master(), password);
  }

  /** Removes a key other than the one this repository was opened with. */
  public void removeKey(FileId id) {
    keyFiles.remove(id, key.id());
  }

  /** Name of the key file that this repository was opened with. */
  public FileId keyInUse() {
    return key.id();
  }

  /** Reads all index files; costs as many requests as there are, so do it once for a run. */
  public BlobIndex loadIndex() {
    return new IndexLoader(files).load();
  }

  /** Reads what the index lists. */
  public RepositoryReader reader(BlobIndex index) {
    return reader(index, 0);
  }

  /**
   * Reads what the index lists, below a rate.
   *
   * @param bytesPerSecond over all requests; 0 means no limit
   */
  public RepositoryReader reader(BlobIndex index, long bytesPerSecond) {
    return new RepositoryReader(
        store,
        key.master(),
        index,
        bytesPerSecond == 0
            ? Optional.empty()
            : Optional.of(new RateLimit(bytesPerSecond, System::nanoTime)));
  }

  /** For the writing pipeline: the store itself. */
  public ObjectStore store() {
    return store;
  }

  /** For the writing pipeline: the key that seals packs. */
  public CipherKey masterKey() {
    return key.master();
  }

  /** For the writing pipeline: files other than packs. */
  public SealedFiles files() {
    return files;
  }

  public RepositoryContext context() {
    return context;
  }

  @Override
  public void close() {
    store.close();
  }
}
