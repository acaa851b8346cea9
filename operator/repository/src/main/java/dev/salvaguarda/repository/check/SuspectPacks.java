package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Reads packs that are known to be damaged, and with them each pack that, says the index, also
 * holds what can't be read there. What the report does not call unreadable then really can be read
 * wherever the index says that it lies, as far as these packs go.
 *
 * @param bytesPerSecond limit of what is read; 0 means none
 * @param done told of the bytes of each pack that was read, by several threads
 */
public record SuspectPacks(Repository repository, long bytesPerSecond, LongConsumer done) {
  /**
   * Reads. Take a lock before.
   *
   * @param known to be damaged; those that no index names are nobody's any more
   */
  public PackReading.Report read(Set<FileId> known) {
    PackReading.Report report = PackReading.Report.NOTHING;
    Set<FileId> read = new HashSet<>();
    Set<FileId> next = known;
    while (!next.isEmpty()) {
      report = report.and(new PackReading(repository, bytesPerSecond, done).run(next::contains));
      read.addAll(next);
      next = holders(report);
      next.removeAll(read);
    }
    return report;
  }

  private Set<FileId> holders(PackReading.Report report) {
    Set<BlobHandle> unreadable =
        report.damaged().stream()
            .flatMap(pack -> pack.unreadable().stream())
            .collect(Collectors.toSet());
    return unreadable.isEmpty()
        ? new HashSet<>()
        : new HashSet<>(
            new IndexLoader(repository.files())
                .find((_, blob) -> unreadable.contains(blob.handle()))
                .keySet());
  }
}
