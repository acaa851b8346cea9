package dev.salvaguarda.repository.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.PackReading;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place whose copy of a snapshot's top has changed since. */
class DamagedTopTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final TestRepository first;
  private final TestRepository second;
  private final Repository from;
  private final Repository into;

  DamagedTopTest(@TempDir Path one, @TempDir Path two) {
    first = TestRepository.in(new InMemoryObjectStore(), one);
    second = TestRepository.in(store, two);
    from = first.create();
    into = second.create();
  }

  @Test
  void itIsStoredAnewAndKeepsNoSnapshotFromBeingCopied() throws IOException {
    SmallTree tree = new SmallTree(new Random(3), 100_000);
    tree.change();
    Snapshot day1;
    Snapshot day2;
    Snapshot day3;
    try (BackupSession session = BackupSession.open(from, first.options())) {
      day1 = session.commit(TestRepository.draft(tree.storeIn(session)));
      day2 = session.commit(TestRepository.draft(tree.storeIn(session)));
      tree.change();
      day3 = session.commit(TestRepository.draft(tree.storeIn(session)));
    }
    assertThat(day2.tree()).isEqualTo(day1.tree());
    assertThat(copied(List.of(day1))).isEmpty();
    damage(day1.tree());
    assertThat(lacking()).isEqualTo(1);

    assertThat(copied(List.of(day2)))
        .hasValueSatisfying(told -> assertThat(told).contains("1 damaged pack ("));
    assertThat(copied(List.of(day3))).isEmpty();

    assertThat(into.snapshots().ids()).hasSize(3);
    assertThat(lacking()).isZero();
  }

  /** What lies below is not looked at, but it is in the same pack. */
  @Test
  void whatAnEarlierCopyOfTheSessionTookForCompleteIsStoredAnewAsWell() {
    Snapshot day1;
    Snapshot day2;
    BlobId shared;
    try (BackupSession session = BackupSession.open(from, first.options())) {
      shared = session.storeTree(List.of());
      day1 = session.commit(TestRepository.draft(session.storeTree(List.of(node("a", shared)))));
      day2 =
          session.commit(
              TestRepository.draft(
                  session.storeTree(List.of(node("a", shared), node("b", shared)))));
    }
    assertThat(copied(List.of(day2))).isEmpty();
    assertThat(copied(List.of(day1))).isEmpty();
    damage(day2.tree());
    damage(shared);

    assertThat(copied(List.of(day1, day2))).isPresent();

    assertThat(lacking()).isZero();
  }

  private static Node node(String name, BlobId below) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.directory(0755), Instant.EPOCH),
        new NodeBody.Directory(below));
  }

  /** What the session found damaged. */
  private Optional<String> copied(List<Snapshot> missing) {
    try (BackupSession source = BackupSession.open(from, first.options());
        BackupSession target = BackupSession.open(into, second.options());
        SnapshotCopier copier = new SnapshotCopier(source, target, 2)) {
      missing.forEach(snapshot -> {
        Snapshot _ = copier.copy(snapshot);
      });
      return target.damageFound();
    }
  }

  /** Snapshots of the second place that don't restore whole. */
  private int lacking() {
    PackReading.Report read = new PackReading(into, 0, _ -> {}).run(_ -> true);
    StructureReport report = new StructureCheck(into, read.unreadable(), 0).run(_ -> "x");
    return report.damaged().size();
  }

  private void damage(BlobId tree) {
    BlobLocation at = into.loadIndex().find(new BlobHandle(BlobType.TREE, tree)).orElseThrow();
    String key = FileType.PACK.key(at.pack());
    byte[] pack = Objects.requireNonNull(store.objects().get(key)).clone();
    pack[at.blob().offset() + 20] ^= 1;
    store.objects().put(key, pack);
  }
}
