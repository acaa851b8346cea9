package dev.salvaguarda.repository.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are copied between two repositories, and stock restic looks at the copies alone. */
class SnapshotCopierIT {
  private static final int SEEDS = 12;

  /** A whole copy makes about as many requests to the other repository. */
  private static final int REQUESTS = 30;

  @TempDir Path directory;
  private TestRepository first;
  private TestRepository second;
  private Repository source;
  private Repository destination;
  private final SmallTree tree = new SmallTree(new Random(5), 1_500_000);

  @BeforeEach
  void makeRepositories() {
    Restic.require();
    first = TestRepository.inDirectory(directory.resolve("first"), "of the first");
    second = TestRepository.inDirectory(directory.resolve("second"), "another one");
    source = first.create();
    destination = second.create();
  }

  @Test
  void aCopyRestoresAloneAndResticSeesWhatItIsOf() throws IOException {
    Map<Snapshot, Map<String, String>> stored = backUp(3);

    List<Snapshot> copies = copy(destination, List.copyOf(stored.keySet()));

    second.restic().check();
    int i = 0;
    for (Map.Entry<Snapshot, Map<String, String>> one : stored.entrySet()) {
      Snapshot copy = copies.get(i++);
      assertThat(restored(copy)).isEqualTo(one.getValue());
      assertThat(copy.origin()).isEqualTo(one.getKey().id());
      assertThat(copy.tags()).isEqualTo(one.getKey().tags());
      assertThat(copy.time()).isEqualTo(one.getKey().time());
    }
    assertThat(resticCopies()).doesNotContain("saved");
    assertThat(destination.snapshots().ids()).hasSize(3);
  }

  @Test
  void whatResticCopiedIsKnownAsACopy() throws IOException {
    Snapshot snapshot = backUp(1).keySet().iterator().next();
    String _ = resticCopies();

    assertThat(destination.snapshots().list())
        .singleElement()
        .satisfies(copy -> assertThat(copy.origin()).isEqualTo(snapshot.id()));
  }

  @Test
  void whatResticBackedUpIsCopiedWithAllThatItsRecordSays() throws IOException {
    tree.change();
    Path _ = Files.createDirectories(directory.resolve("files"));
    tree.writeTo(directory.resolve("files"));
    String _ = first.restic().run("backup", directory.resolve("files").toString(), "--tag", "a");
    Snapshot snapshot = source.snapshots().list().getFirst();

    Snapshot copy = copy(destination, List.of(snapshot)).getFirst();

    second.restic().check();
    assertThat(restored(copy)).isEqualTo(tree.digests());
    assertThat(resticCopies()).doesNotContain("saved");
  }

  @Test
  void onlyWhatTheOtherLacksIsFetchedAndStored() throws IOException {
    Snapshot snapshot = backUp(1).keySet().iterator().next();
    var _ = copy(destination, List.of(snapshot));
    FaultyStore onceMore = second.newStore();

    try (Repository other = second.open(onceMore)) {
      var _ = copy(other, List.of(snapshot));
    }

    assertThat(onceMore.puts().keySet()).noneMatch(key -> key.startsWith("data/"));
    assertThat(storedTwice()).isEmpty();
  }

  @Test
  void aSnapshotThatCannotBeReadWholeIsNotCopiedAndTheNextOneIs() throws IOException {
    List<Snapshot> snapshots = new ArrayList<>(backUp(1).keySet());
    Set<String> damaged = packs(first);
    damaged.forEach(pack -> first.store().delete(pack));
    source = first.open();
    SmallTree another = new SmallTree(new Random(6), 300_000);
    another.change();
    snapshots.add(backUp(another));

    try (BackupSession from = BackupSession.open(source, first.options());
        BackupSession into = BackupSession.open(destination, second.options());
        SnapshotCopier copier = new SnapshotCopier(from, into)) {
      assertThatThrownBy(() -> copier.copy(snapshots.getFirst()))
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.OBJECT_MISSING));
      assertThat(into.isOver()).isFalse();
      assertThat(restored(copier.copy(snapshots.getLast()))).isEqualTo(another.digests());
    }

    assertThat(destination.snapshots().ids()).hasSize(1);
    second.restic().check();
  }

  @Test
  void whereverACopyEndsTheOtherIsCleanAndTheNextTryBringsTheRest() throws IOException {
    int cutOff = 0;
    List<Long> seeds = Seeds.of("SnapshotCopierIT", SEEDS);
    for (long seed : seeds) {
      Random random = new Random(seed);
      Map<Snapshot, Map<String, String>> stored = backUp(2);

      boolean ended = endsEarly(List.copyOf(stored.keySet()), random);

      assertThat(second.restic().run("check", "--read-data", "--no-lock"))
          .as("seed %d", seed)
          .contains("no errors were found");
      if (ended) {
        cutOff++;
        requireCaughtUp(stored, seed);
      }
    }
    assertThat(cutOff).isGreaterThan(seeds.size() / 2);
    String _ = second.restic().run("unlock", "--remove-all");
    second.restic().check();
    assertThat(storedTwice()).isEmpty();
  }

  private void requireCaughtUp(Map<Snapshot, Map<String, String>> stored, long seed)
      throws IOException {
    Set<FileId> there = new HashSet<>();
    destination.snapshots().list().forEach(copy -> there.add(copy.origin()));
    List<Snapshot> lacking =
        stored.keySet().stream().filter(one -> !there.contains(one.id())).toList();
    for (Snapshot copy : copy(destination, lacking)) {
      Map<String, String> expected =
          stored.entrySet().stream()
              .filter(one -> one.getKey().id().equals(copy.origin()))
              .findFirst()
              .orElseThrow()
              .getValue();
      assertThat(restored(copy)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  /** Whether the copy did not come to its end. */
  private boolean endsEarly(List<Snapshot> snapshots, Random random) {
    FaultyStore store = second.newStore();
    AtomicReference<BackupSession> running = new AtomicReference<>();
    try (Repository other = second.open(store);
        BackupSession from = BackupSession.open(source, first.options())) {
      store.atCall(random.nextInt(REQUESTS), end(random.nextInt(3), store, running));
      try (BackupSession into = BackupSession.open(other, second.options());
          SnapshotCopier copier = new SnapshotCopier(from, into)) {
        running.set(into);
        snapshots.forEach(copier::copy);
        return false;
      } catch (RepositoryException _) {
        return true;
      }
    }
  }

  private static Runnable end(int way, FaultyStore store, AtomicReference<BackupSession> running) {
    return switch (way) {
      case 0 -> store::breakDown;
      case 1 -> store::loseAnswer;
      default ->
          () -> {
            BackupSession session = running.get();
            if (session == null) {
              store.breakDown();
            } else {
              session.cancel();
            }
          };
    };
  }

  private List<Snapshot> copy(Repository into, List<Snapshot> snapshots) {
    try (BackupSession from = BackupSession.open(source, first.options());
        BackupSession other = BackupSession.open(into, second.options());
        SnapshotCopier copier = new SnapshotCopier(from, other)) {
      return snapshots.stream().map(copier::copy).toList();
    }
  }

  private String resticCopies() {
    return second
        .restic()
        .copyingFrom(first.restic())
        .run("copy", "--from-repo", first.restic().repository());
  }

  /** Snapshots of a tree that changes between them, and what each holds. */
  private Map<Snapshot, Map<String, String>> backUp(int count) throws IOException {
    Map<Snapshot, Map<String, String>> stored = new TreeMap<>(Comparator.comparing(Snapshot::id));
    for (int i = 0; i < count; i++) {
      tree.change();
      tree.change();
      stored.put(backUp(tree), tree.digests());
    }
    return stored;
  }

  private Snapshot backUp(SmallTree files) throws IOException {
    try (BackupSession session = BackupSession.open(source, first.options())) {
      return session.commit(TestRepository.draft(files.storeIn(session)));
    }
  }

  private Map<String, String> restored(Snapshot copy) throws IOException {
    Path target = directory.resolve("restored-" + copy.id().abbreviated());
    String _ =
        second
            .restic()
            .run("restore", copy.id().toString(), "--no-lock", "--target", target.toString());
    return SmallTree.digestsBelow(target);
  }

  private static Set<String> packs(TestRepository place) {
    Set<String> keys = new HashSet<>();
    place.newStore().list("data/", entry -> keys.add(entry.key()));
    return keys;
  }

  /** Blobs that more than one pack of the copy holds. */
  private List<BlobHandle> storedTwice() {
    Set<BlobHandle> seen = new HashSet<>();
    List<BlobHandle> twice = new ArrayList<>();
    for (FileId pack : SealedFiles.list(second.newStore(), FileType.PACK)) {
      for (PackedBlob blob : PackReader.header(second.newStore(), pack, destination.masterKey())) {
        if (!seen.add(blob.handle())) {
          twice.add(blob.handle());
        }
      }
    }
    return twice;
  }
}
