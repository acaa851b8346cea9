package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.StructureReport.Damaged;
import dev.salvaguarda.repository.check.TreeCensus.Lack;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks whether each pack that the index names is there with its size, whether each blob that a
 * snapshot needs lies in such a pack, and whether its trees can be read. Content of files is not
 * read.
 *
 * <p>Memory is that of the index, two bytes more for each blob, the records of all snapshots, and
 * the trees on their way. Take a lock before: packs that somebody removes meanwhile would be found
 * missing.
 */
public final class StructureCheck {
  private static final int MOST_FINDINGS = 20;

  private final Repository repository;
  private final UnreadableBlobs unreadable;
  private final long bytesPerSecond;
  private final SortedMap<String, List<Snapshot>> byOwner = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();
  private final List<Damaged> damaged = new ArrayList<>();

  /**
   * A look at this repository, to be taken once.
   *
   * @param unreadable content that counts as missing, though it is there
   * @param bytesPerSecond limit of what is read of trees; 0 means none
   */
  public StructureCheck(Repository repository, UnreadableBlobs unreadable, long bytesPerSecond) {
    this.repository = repository;
    this.unreadable = unreadable;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** The packs that the index names and the store does not have, without looking at snapshots. */
  public static LostPacks lostPacks(Repository repository) {
    return proved(repository, UnreadableBlobs.NONE).lost();
  }

  /**
   * Looks.
   *
   * @param owner who needs a snapshot, for the sums
   * @throws RepositoryException where the store does not answer, or the index can't be read; what
   *     is missing or damaged beyond that stands in the report
   */
  public StructureReport run(Function<Snapshot, String> owner) {
    // Snapshots first: what one names that is stored later stands in an index that is read later.
    for (FileId id : repository.snapshots().ids()) {
      load(id, owner);
    }
    IndexLoader.Proved proved = proved(repository, unreadable);
    if (!proved.lost().isEmpty()) {
      note(proved.lost().sentence());
    }
    try (RepositoryReader reader = repository.reader(proved.index(), bytesPerSecond)) {
      return look(proved, reader);
    }
  }

  private StructureReport look(IndexLoader.Proved proved, RepositoryReader reader) {
    BlobOwners owners = new BlobOwners(proved.index());
    Map<String, Long> referenced = new HashMap<>();
    long trees;
    boolean whole = true;
    try (TreeCensus census = new TreeCensus(reader, owners)) {
      for (Map.Entry<String, List<Snapshot>> owned : byOwner.entrySet()) {
        owners.begin();
        for (Snapshot snapshot : owned.getValue()) {
          List<Lack> missing = census.count(snapshot);
          whole &= missing.isEmpty();
          missing.forEach(lack -> note(lack.sentence()));
        }
        referenced.put(owned.getKey(), owners.referenced());
      }
      trees = census.trees();
    }
    if (!whole) {
      findDamaged(proved.index(), reader);
    }
    return new StructureReport(
        byOwner.values().stream().mapToInt(List::size).sum(),
        proved.index().packs().size() + proved.lost().packs(),
        proved.lost(),
        proved.index().size(),
        trees,
        damaged,
        findings,
        usage(owners, referenced));
  }

  /** Each snapshot by itself, since those that share what is missing lack it all. */
  private void findDamaged(BlobIndex index, RepositoryReader reader) {
    BlobOwners needs = new BlobOwners(index);
    needs.begin();
    Map<Snapshot, Set<BlobHandle>> lacking = new LinkedHashMap<>();
    try (TreeCensus census = new TreeCensus(reader, needs)) {
      for (Snapshot snapshot : byOwner.values().stream().flatMap(List::stream).toList()) {
        needs.forget();
        Set<BlobHandle> lacks =
            census.count(snapshot).stream().map(Lack::blob).collect(Collectors.toSet());
        if (!lacks.isEmpty()) {
          lacking.put(snapshot, lacks);
        }
      }
    }
    Map<BlobHandle, Set<FileId>> places =
        places(lacking.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    lacking.forEach((snapshot, lacks) ->
        damaged.add(
            new Damaged(
                snapshot.id(),
                snapshot.tags(),
                lacks.stream()
                    .flatMap(blob -> places.getOrDefault(blob, Set.of()).stream())
                    .distinct()
                    .sorted()
                    .toList())));
  }

  private Map<BlobHandle, Set<FileId>> places(Set<BlobHandle> blobs) {
    Map<BlobHandle, Set<FileId>> places = new HashMap<>();
    new IndexLoader(repository.files())
        .find((_, blob) -> blobs.contains(blob.handle()))
        .forEach((pack, found) ->
            found.forEach(
                blob -> places.computeIfAbsent(blob.handle(), _ -> new HashSet<>()).add(pack)));
    return places;
  }

  private Map<String, StructureReport.Usage> usage(
      BlobOwners owners, Map<String, Long> referenced) {
    Map<Short, Long> exclusive = owners.exclusive();
    Map<String, StructureReport.Usage> usage = new HashMap<>();
    short number = 0;
    for (Map.Entry<String, List<Snapshot>> owned : byOwner.entrySet()) {
      number++;
      usage.put(
          owned.getKey(),
          new StructureReport.Usage(
              owned.getValue().size(),
              referenced.getOrDefault(owned.getKey(), 0L),
              exclusive.getOrDefault(number, 0L)));
    }
    return usage;
  }

  private void load(FileId id, Function<Snapshot, String> owner) {
    try {
      Snapshot snapshot = repository.snapshots().load(id);
      byOwner.computeIfAbsent(owner.apply(snapshot), _ -> new ArrayList<>()).add(snapshot);
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return;
      }
      if (e.reason() != Reason.CORRUPT) {
        throw e;
      }
      damaged.add(new Damaged(id, List.of(), List.of()));
      note(e.sentence());
    }
  }

  private void note(String finding) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  private static IndexLoader.Proved proved(Repository repository, UnreadableBlobs unreadable) {
    return new IndexLoader(repository.files())
        .loadProved(repository.store(), repository.masterKey(), unreadable);
  }
}
