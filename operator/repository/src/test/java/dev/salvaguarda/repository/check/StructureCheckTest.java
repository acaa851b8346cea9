package dev.salvaguarda.repository.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at the structure finds, and what it costs nobody to find. */
class StructureCheckTest {
  @TempDir Path directory;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SmallTree tree = new SmallTree(new Random(7), 200_000);
  private TestRepository place;
  private Repository repository;

  @BeforeEach
  void newRepository() {
    place = TestRepository.in(store, directory);
    repository = place.create();
    tree.change();
  }

  @Test
  void aWholeRepositoryIsClean() throws IOException {
    backUp("one");
    tree.change();
    backUp("one");

    StructureReport report = look();

    assertThat(report.findings()).isEmpty();
    assertThat(report.snapshots()).isEqualTo(2);
    assertThat(report.damaged()).isEmpty();
    assertThat(report.trees()).isGreaterThan(5);
    assertThat(report.packs()).isEqualTo(packs().size());
  }

  @Test
  void anEmptyRepositoryIsClean() {
    assertThat(look())
        .isEqualTo(new StructureReport(0, 0, LostPacks.NONE, 0, 0, List.of(), List.of(), Map.of()));
  }

  @Test
  void aPackThatIsGoneIsNamedWithTheSnapshotsThatNeedIt() throws IOException {
    Snapshot first = backUp("one");
    String pack = largestPack();
    tree.change();
    backUp("one");
    store.objects().remove(pack);

    StructureReport report = look();

    assertThat(report.damaged()).hasSize(2);
    assertThat(report.findings())
        .anyMatch(finding -> finding.contains(nameOf(pack).substring(0, 8)))
        .anyMatch(finding -> finding.contains(first.id().abbreviated()));
  }

  @Test
  void aPackThatIsShorterThanItsIndexSaysIsFound() throws IOException {
    backUp("one");
    String pack = largestPack();
    store.objects().put(pack, Arrays.copyOf(store.get(pack), store.get(pack).length - 1));

    assertThat(look().isClean()).isFalse();
  }

  @Test
  void aTreeWithChangedBytesIsFound() throws IOException {
    Snapshot snapshot = backUp("one");
    var root =
        repository.loadIndex().find(new BlobHandle(BlobType.TREE, snapshot.tree())).orElseThrow();
    String key = FileType.PACK.key(root.pack());
    byte[] content = store.get(key).clone();
    content[root.blob().offset() + 20] ^= 1;
    store.objects().put(key, content);

    StructureReport report = look();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.findings()).anyMatch(found -> found.contains(snapshot.id().abbreviated()));
  }

  @Test
  void aSnapshotRecordThatCannotBeReadIsFound() throws IOException {
    Snapshot snapshot = backUp("one");
    String key = "snapshots/" + snapshot.id();
    byte[] content = store.get(key).clone();
    content[30] ^= 1;
    store.objects().put(key, content);

    StructureReport report = look();

    assertThat(report.snapshots()).isZero();
    assertThat(report.damaged()).hasSize(1);
    assertThat(report.findings()).hasSize(1);
  }

  @Test
  void bytesAreCountedOnceForAnOwnerAndExclusivelyWhereNobodyElseNeedsThem() throws IOException {
    backUp("one");
    long shared = usage("one").bytesReferenced();
    backUp("two");
    tree.add();
    backUp("two");
    backUp("two");

    StructureReport.Usage other = usage("two");
    assertThat(usage("one")).isEqualTo(new StructureReport.Usage(1, shared, 0));
    assertThat(other.snapshots()).isEqualTo(3);
    assertThat(other.bytesReferenced())
        .isEqualTo(shared + other.bytesExclusive())
        .isGreaterThan(shared);
  }

  private StructureReport.Usage usage(String owner) {
    return Optional.ofNullable(look().usage().get(owner)).orElseThrow();
  }

  private StructureReport look() {
    return new StructureCheck(repository, UnreadableBlobs.NONE, 0)
        .run(snapshot -> snapshot.tags().getFirst());
  }

  private Snapshot backUp(String owner) throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      return session.commit(
          new SnapshotDraft(
              Instant.parse("2026-02-03T04:05:06Z"),
              tree.storeIn(session),
              "source",
              List.of("/stored"),
              List.of(owner),
              List.of(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  private List<String> packs() {
    return store.objects().keySet().stream().filter(key -> key.startsWith("data/")).toList();
  }

  private String largestPack() {
    return packs().stream()
        .max(Comparator.comparingInt(key -> store.get(key).length))
        .orElseThrow();
  }

  private static String nameOf(String pack) {
    return pack.substring(pack.lastIndexOf('/') + 1);
  }
}
