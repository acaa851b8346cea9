package dev.salvaguarda.repository.journal;

import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Batches of lines, each an object of its own below {@code journal/}, compressed and sealed as an
 * index is. A batch is written once; nothing here changes or removes one, and restic gives the
 * directory no meaning. Its name is the time of writing (UTC) and the SHA-256 of the stored bytes,
 * so the names' order is that of writing, and what a name says can be proven.
 */
public final class Journal {
  private static final String DIRECTORY = "journal/";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern BATCH =
      Pattern.compile("journal/\\d{8}T\\d{6}(\\.\\d{3})?Z-[0-9a-f]{64}");
  private static final int ID_DIGITS = 2 * FileId.LENGTH;

  private final ObjectStore store;
  private final SealedFiles files;

  public Journal(ObjectStore store, SealedFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Stores a batch and reads it back.
   *
   * @param lines each with a line feed at its end
   * @return its key
   * @throws RepositoryException {@code CORRUPT} if other bytes came back, or what the store answers
   */
  public String append(byte[] lines, Instant at) {
    byte[] sealed = files.seal(out -> out.write(lines));
    String key =
        DIRECTORY + TIME.format(at) + "-" + FileId.ofContent(sealed, 0, sealed.length).toString();
    // That it is there already can only mean that the answer to an earlier try was lost.
    boolean _ = store.putIfAbsent(key, sealed);
    if (!Arrays.equals(read(key), lines)) {
      throw corrupt(key, "was read back with other bytes than were written");
    }
    return key;
  }

  /** Keys of all batches, oldest first; objects with other names are left out. */
  public List<String> batches() {
    List<String> found = new ArrayList<>();
    store.list(
        DIRECTORY,
        entry -> {
          if (BATCH.matcher(entry.key()).matches()) {
            found.add(entry.key());
          }
        });
    found.sort(null);
    return found;
  }

  /**
   * Reads a batch and proves that it is the one stored.
   *
   * @throws RepositoryException {@code OBJECT_MISSING}, or {@code CORRUPT} if its hash,
   *     authentication or compression is wrong
   */
  public byte[] read(String key) {
    byte[] stored = store.get(key);
    String id = key.substring(key.length() - ID_DIGITS);
    if (!FileId.ofContent(stored, 0, stored.length).equals(FileId.parse(id))) {
      throw corrupt(key, "does not have the hash that its name says");
    }
    return files.open(stored, "file " + key);
  }

  private static RepositoryException corrupt(String key, String what) {
    return new RepositoryException(Reason.CORRUPT, "The file %s %s.".formatted(key, what));
  }
}
