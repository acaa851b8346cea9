package dev.salvaguarda.repository.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackReadingTest {
  @TempDir Path directory;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SmallTree tree = new SmallTree(new Random(11), 200_000);
  private final AtomicLong told = new AtomicLong();
  private TestRepository place;
  private Repository repository;

  @BeforeEach
  void newRepository() {
    place = TestRepository.in(store, directory);
    repository = place.create();
    tree.change();
  }

  @Test
  void readsEveryByteOfWhatIsWhole() throws IOException {
    backUp();
    tree.change();
    backUp();

    PackReading.Report report = read();

    assertThat(report.damaged()).isEmpty();
    assertThat(report.packs()).isEqualTo(packs().size());
    assertThat(report.bytes())
        .isEqualTo(packs().stream().mapToLong(key -> store.get(key).length).sum())
        .isEqualTo(told.get());
  }

  @Test
  void readsOnlyThePacksThatWereChosen() throws IOException {
    backUp();
    FileId chosen = nameOf(largestPack());
    damage(largestPack(), 30);

    assertThat(reading().run(pack -> !pack.equals(chosen)).damaged()).isEmpty();
    assertThat(reading().run(chosen::equals).packs()).isEqualTo(1);
  }

  @Test
  void namesThePackAndTheOneBlobInWhichAByteChanged() throws IOException {
    Snapshot snapshot = backUp();
    BlobHandle root = new BlobHandle(BlobType.TREE, snapshot.tree());
    var where = repository.loadIndex().find(root).orElseThrow();
    damage(FileType.PACK.key(where.pack()), where.blob().offset() + 20);

    PackReading.Report report = read();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.damaged().getFirst().pack()).isEqualTo(where.pack());
    assertThat(report.damaged().getFirst().unreadable()).containsExactly(root);
    assertThat(report.damaged().getFirst().what()).contains("other bytes").contains("1 of the");
  }

  @Test
  void theSnapshotsThatNeedADamagedBlobAreThoseThatLackIt() throws IOException {
    Snapshot first = backUp();
    tree.change();
    Snapshot second = backUp();
    BlobHandle root = new BlobHandle(BlobType.TREE, second.tree());
    var where = repository.loadIndex().find(root).orElseThrow();
    damage(FileType.PACK.key(where.pack()), where.blob().offset() + 20);

    StructureReport report = new StructureCheck(repository, read().unreadable(), 0).run(_ -> "one");

    assertThat(report.damaged())
        .containsExactly(
            new StructureReport.Damaged(second.id(), second.tags(), List.of(where.pack())));
    assertThat(first.tree()).isNotEqualTo(second.tree());
  }

  @Test
  void aHeaderThatChangedCostsNoContent() throws IOException {
    backUp();
    String pack = largestPack();
    damage(pack, store.get(pack).length - 10);

    PackReading.Report report = read();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.damaged().getFirst().unreadable()).isEmpty();
    assertThat(report.damaged().getFirst().what()).contains("header");
    assertThat(new StructureCheck(repository, report.unreadable(), 0).run(_ -> "one").damaged())
        .isEmpty();
  }

  @Test
  void aPackThatIsOtherContentUnderItsNameHasNothingThatCanBeRead() throws IOException {
    backUp();
    String pack = largestPack();
    store.objects().put(pack, new byte[store.get(pack).length]);

    assertThat(read().damaged().getFirst().unreadable()).isNotEmpty();
    assertThat(new StructureCheck(repository, read().unreadable(), 0).run(_ -> "one").damaged())
        .hasSize(1);
  }

  private PackReading.Report read() {
    return reading().run(_ -> true);
  }

  private PackReading reading() {
    return new PackReading(repository, 0, told::addAndGet);
  }

  private void damage(String key, int at) {
    byte[] content = store.get(key).clone();
    content[at] ^= 1;
    store.objects().put(key, content);
  }

  private Snapshot backUp() throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      return session.commit(
          new SnapshotDraft(
              Instant.parse("2026-02-03T04:05:06Z"),
              tree.storeIn(session),
              "source",
              List.of("/stored"),
              List.of("run=nightly"),
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

  private static FileId nameOf(String pack) {
    return FileId.parse(pack.substring(pack.lastIndexOf('/') + 1));
  }
}
