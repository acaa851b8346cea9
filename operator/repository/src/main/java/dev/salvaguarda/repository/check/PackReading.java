package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads packs from their first byte to their last, several at a time: each must have the hash that
 * its name says and a header that can be read, and each blob in it must authenticate and have its
 * own hash. What looks damaged is read once more, since it may have happened on the way.
 *
 * <p>Memory is that of the index while packs are chosen, and {@value #ABREAST} windows of a few
 * mebibytes. Take a lock before. A pack that the store does not have is {@link StructureCheck}'s
 * matter.
 */
public final class PackReading {
  /** Beyond that a repository is beyond a list; what is known of each takes memory, too. */
  public static final int MOST_DAMAGED = 100;

  private static final int ABREAST = 4;

  private final Repository repository;
  private final PackLook look;
  private final LongConsumer done;
  private final SortedSet<FileId> suspects = new TreeSet<>();
  private int packs;
  private long bytes;

  /**
   * A reading that has not begun.
   *
   * @param bytesPerSecond limit of what is read; 0 means none
   * @param done told of the bytes of each pack that was read, by several threads
   */
  public PackReading(Repository repository, long bytesPerSecond, LongConsumer done) {
    this.repository = repository;
    this.look = new PackLook(repository.store(), repository.masterKey(), bytesPerSecond);
    this.done = done;
  }

  /**
   * What a reading found.
   *
   * @param packs that were read
   * @param bytes of these
   * @param damaged what is wrong with some of them, in the order of their names
   * @param complete false if so much is damaged that it was not worth reading on
   */
  public record Report(int packs, long bytes, List<Damaged> damaged, boolean complete) {
    /** Of a reading that reads nothing. */
    public static final Report NOTHING = new Report(0, 0, List.of(), true);

    public Report {
      damaged = List.copyOf(damaged);
    }

    /** What both readings found, of packs that only one of them read. */
    Report and(Report more) {
      return new Report(
          packs + more.packs,
          bytes + more.bytes,
          Stream.concat(damaged.stream(), more.damaged.stream())
              .sorted(Comparator.comparing(Damaged::pack))
              .toList(),
          complete && more.complete);
    }

    /** The content that can't be had from the packs that were read. */
    public UnreadableBlobs unreadable() {
      return new UnreadableBlobs(
          damaged.stream().collect(Collectors.toMap(Damaged::pack, Damaged::unreadable)), Set.of());
    }
  }

  /**
   * A pack that is not what it should be.
   *
   * @param what is wrong, in words that follow its name
   * @param unreadable the blobs in it that can't be read; empty if only something else is wrong
   */
  public record Damaged(FileId pack, String what, Set<BlobHandle> unreadable) {
    public Damaged {
      unreadable = Set.copyOf(unreadable);
    }
  }

  /**
   * Reads.
   *
   * @param chosen which of the packs that the index names and the store has
   * @throws RepositoryException where the store does not answer
   */
  public Report run(Predicate<FileId> chosen) {
    List<FileId> names = listed(chosen);
    readAll(names);
    Map<FileId, Set<PackedBlob>> listed =
        suspects.isEmpty()
            ? Map.of()
            : new IndexLoader(repository.files()).find((pack, _) -> suspects.contains(pack));
    List<Damaged> damaged =
        suspects.stream().flatMap(pack -> again(pack, listed).stream()).toList();
    return new Report(packs, bytes, damaged, packs == names.size());
  }

  private List<FileId> listed(Predicate<FileId> chosen) {
    return new IndexLoader(repository.files())
        .loadProved(repository.store(), repository.masterKey()).index().packs().stream()
            .distinct()
            .filter(chosen)
            .toList();
  }

  /** A pack that no index names any more was taken out meanwhile, and nobody needs it. */
  private Optional<Damaged> again(FileId pack, Map<FileId, Set<PackedBlob>> listed) {
    Collection<PackedBlob> blobs = listed.getOrDefault(pack, Set.of());
    return blobs.isEmpty() ? Optional.empty() : look.at(pack, Optional.of(blobs)).damage(pack);
  }

  private void readAll(List<FileId> names) {
    Iterator<FileId> queue = names.iterator();
    Callable<Void> worker =
        () -> {
          for (Optional<FileId> pack = next(queue); pack.isPresent(); pack = next(queue)) {
            note(pack.get(), look.at(pack.get(), Optional.empty()));
          }
          return null;
        };
    try (ExecutorService workers = Executors.newFixedThreadPool(ABREAST)) {
      List<Future<Void>> running = new ArrayList<>();
      Stream.generate(() -> worker).limit(ABREAST).forEach(one -> running.add(workers.submit(one)));
      await(running, workers);
    }
  }

  private static void await(List<Future<Void>> running, ExecutorService workers) {
    try {
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      workers.shutdownNow();
      throw e.getCause() instanceof RepositoryException known
          ? known
          : new IllegalStateException("reading packs failed", e.getCause());
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Reading packs was cancelled.", e);
    }
  }

  private synchronized Optional<FileId> next(Iterator<FileId> queue) {
    return queue.hasNext() && suspects.size() < MOST_DAMAGED
        ? Optional.of(queue.next())
        : Optional.empty();
  }

  private void note(FileId pack, PackLook.Verdict verdict) {
    synchronized (this) {
      packs++;
      bytes += verdict.bytes();
      if (!verdict.isGood()) {
        suspects.add(pack);
      }
    }
    done.accept(verdict.bytes());
  }
}
