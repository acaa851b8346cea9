package dev.salvaguarda.repository.key;

import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The key files of a repository, one for each password. */
public final class KeyFiles {
  private final ObjectStore store;
  private final RepositoryContext context;

  public KeyFiles(ObjectStore store, RepositoryContext context) {
    this.store = store;
    this.context = context;
  }

  /** Wraps the master key for one more password. */
  public FileId add(CipherKey master, SecretBytes password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("a repository's password must not be empty");
    }
    byte[] json = Json.write(KeyFile.wrap(master, password, context));
    FileId id = FileId.ofContent(json, 0, json.length);
    store.put(FileType.KEY.key(id), json);
    return id;
  }

  /**
   * Opens the first key file that this password belongs to. The first attempt with each costs a
   * fifth of a second and 32 MiB by design.
   *
   * @throws RepositoryException {@code WRONG_PASSWORD} if there is none; {@code CORRUPT} or {@code
   *     UNSUPPORTED} if one that can't be read may be it
   */
  public OpenedKey open(SecretBytes password) {
    List<RepositoryException> unreadable = new ArrayList<>();
    return find(password, unreadable)
        .orElseThrow(() ->
            unreadable.isEmpty()
                ? new RepositoryException(
                    Reason.WRONG_PASSWORD,
                    "None of the repository's %d keys opens with this password."
                        .formatted(ids().size()))
                : perhapsOf(unreadable.getFirst()));
  }

  private static RepositoryException perhapsOf(RepositoryException unreadable) {
    return new RepositoryException(
        unreadable.reason(),
        "%s No other key opens with this password; another password of the repository may."
            .formatted(unreadable.sentence()),
        unreadable);
  }

  /**
   * The first key file that this password belongs to, or empty, also if it can't be read: a
   * password that opens nothing may get another key.
   */
  public Optional<OpenedKey> find(SecretBytes password) {
    return find(password, new ArrayList<>());
  }

  /** One that can't be read, or that somebody removes just now, keeps no other from opening. */
  private Optional<OpenedKey> find(SecretBytes password, List<RepositoryException> unreadable) {
    for (FileId id : ids()) {
      Optional<OpenedKey> opened = readable(() -> unwrap(id, password), unreadable);
      if (opened.isPresent()) {
        return opened;
      }
    }
    return Optional.empty();
  }

  private static <T> Optional<T> readable(
      Supplier<Optional<T>> content, List<RepositoryException> unreadable) {
    try {
      return content.get();
    } catch (RepositoryException e) {
      if (e.reason() == Reason.CORRUPT || e.reason() == Reason.UNSUPPORTED) {
        unreadable.add(e);
      } else if (e.reason() != Reason.OBJECT_MISSING) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<OpenedKey> unwrap(FileId id, SecretBytes password) {
    return load(id).unwrap(password, context).map(master -> new OpenedKey(id, master));
  }

  /** Whether there is no key at all, not even one that can't be read. */
  public boolean isEmpty() {
    return ids().isEmpty();
  }

  /** All keys that can be read, oldest first. */
  public List<KeyInfo> list() {
    return ids().stream()
        .flatMap(id -> readable(() -> Optional.of(info(id, load(id))), new ArrayList<>()).stream())
        .sorted(Comparator.comparing(KeyInfo::created))
        .toList();
  }

  private static KeyInfo info(FileId id, KeyFile file) {
    return new KeyInfo(id, file.created(), file.username(), file.hostname());
  }

  /**
   * Removes a key, after which its password opens nothing.
   *
   * @param current the key that this session was opened with, which can't be removed, so that one
   *     that works always stays
   */
  public void remove(FileId id, FileId current) {
    if (id.equals(current)) {
      throw new IllegalArgumentException(
          "the key " + id.abbreviated() + " is in use; open with another password to remove it");
    }
    store.delete(FileType.KEY.key(id));
  }

  private List<FileId> ids() {
    return SealedFiles.list(store, FileType.KEY);
  }

  private KeyFile load(FileId id) {
    byte[] json = SealedFiles.fetch(store, FileType.KEY, id);
    return Json.read(json, KeyFile.class, "key file " + id.abbreviated());
  }
}
