package dev.salvaguarda.repository.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.SuddenEnd;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.StoredFile;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are copied between two repositories, and stock restic looks at the copies alone. */
class SnapshotCopierIT {
  private static final int SEEDS = 12;

  /** A whole copy makes about as many requests to the other repository. */
  private static final int REQUESTS = 30;

  private static final String TEXT =
      "All that is written here can be said in fewer bytes.\n".repeat(99);

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
  void whatIsCompressedGetsAnotherSealAndStaysAsItIs() throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("files")).resolve("text"), TEXT);
    tree.change();
    tree.writeTo(directory.resolve("files"));
    String _ = first.restic().run("backup", directory.resolve("files").toString());

    var _ = copy(destination, source.snapshots().list());

    assertThat(forms(second, destination)).isEqualTo(forms(first, source)).isNotEmpty();
    second.restic().check();
  }

  @Test
  void whatAnOlderFormatCouldNotCompressIsCompressedInTheCopy() throws IOException {
    TestRepository old = TestRepository.inDirectory(directory.resolve("old"), "of the old one");
    String _ = old.restic().run("init", "--repository-version", "1");
    Files.writeString(Files.createDirectories(directory.resolve("files")).resolve("text"), TEXT);
    String _ = old.restic().run("backup", directory.resolve("files").toString());
    String _ = old.restic().run("migrate", "upgrade_repo_v2");
    source = old.open();

    Snapshot copy = copy(destination, source.snapshots().list()).getFirst();

    assertThat(forms(old, source).values()).allSatisfy(form -> assertThat(form).endsWith(" to 0"));
    assertThat(forms(second, destination).values())
        .hasSize(1)
        .allSatisfy(form -> assertThat(form).endsWith(" to " + TEXT.length()));
    assertThat(restored(copy).values())
        .containsExactlyElementsOf(SmallTree.digestsBelow(directory.resolve("files")).values());
    second.restic().check();
  }

  @Test
  void aBlobUnderAGenuineSealThatIsNotWhatItsNameSaysIsNotCopied() throws IOException {
    for (boolean compressed : List.of(true, false)) {
      byte[] content = new byte[3_000];
      new Random(compressed ? 1 : 2).nextBytes(content);
      Arrays.fill(content, 0, compressed ? 2_000 : 0, (byte) 'x');
      Snapshot snapshot = backUp(content);
      String pack = forge(BlobId.ofContent(content, 0, content.length), compressed);

      try (BackupSession from = BackupSession.open(source, first.options());
          BackupSession into = BackupSession.open(destination, second.options());
          SnapshotCopier copier = new SnapshotCopier(from, into, 2)) {
        assertThatThrownBy(() -> copier.copy(snapshot))
            .isInstanceOfSatisfying(
                RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
            .hasMessageContaining(pack);
        assertThat(into.isOver()).isFalse();
        assertThat(into.progress().counts().blobsNew()).isLessThanOrEqualTo(1);
      }
    }
    assertThat(destination.snapshots().ids()).isEmpty();
  }

  private Snapshot backUp(byte[] content) throws IOException {
    try (BackupSession session = BackupSession.open(source, first.options())) {
      StoredFile file = session.storeFile(new ByteArrayInputStream(content), Chunking.SQL);
      Node node =
          new Node(
              ByteString.of("alone"),
              Metadata.plain(FileMode.file(0600), Instant.EPOCH),
              file.toBody());
      return session.commit(TestRepository.draft(session.storeTree(List.of(node))));
    }
  }

  /** Seals other content in the place of a blob, as a writer with broken memory would. */
  private String forge(BlobId id, boolean compressed) {
    for (FileId pack : SealedFiles.list(first.newStore(), FileType.PACK)) {
      String path = FileType.PACK.key(pack);
      byte[] bytes = first.newStore().get(path);
      for (PackedBlob blob : PackReader.header(bytes, bytes.length, source.masterKey())) {
        if (blob.id().equals(id)) {
          assertThat(blob.isCompressed()).isEqualTo(compressed);
          byte[] other = new byte[blob.length() - CipherKey.OVERHEAD];
          byte[] sealed = source.masterKey().seal(other);
          System.arraycopy(sealed, 0, bytes, blob.offset(), sealed.length);
          first.newStore().put(path, bytes);
          return pack.toString();
        }
      }
    }
    throw new AssertionError("the blob is in no pack");
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
        SnapshotCopier copier = new SnapshotCopier(from, into, 2)) {
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
    try (Repository other = second.open(store);
        BackupSession from = BackupSession.open(source, first.options())) {
      SuddenEnd end = new SuddenEnd(store, REQUESTS, random);
      try (BackupSession into = BackupSession.open(other, second.options());
          SnapshotCopier copier = new SnapshotCopier(from, into, 2)) {
        end.of(into);
        snapshots.forEach(copier::copy);
        return false;
      } catch (RepositoryException _) {
        return true;
      }
    }
  }

  private List<Snapshot> copy(Repository into, List<Snapshot> snapshots) {
    try (BackupSession from = BackupSession.open(source, first.options());
        BackupSession other = BackupSession.open(into, second.options());
        SnapshotCopier copier = new SnapshotCopier(from, other, 2)) {
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
    return blobs(second, destination)
        .map(PackedBlob::handle)
        .filter(blob -> !seen.add(blob))
        .toList();
  }

  /** How long each blob of content is as it is stored, and expanded; 0 if it is not compressed. */
  private static Map<BlobHandle, String> forms(TestRepository place, Repository opened) {
    return blobs(place, opened)
        .filter(blob -> blob.type() == BlobType.DATA)
        .collect(
            Collectors.toMap(
                PackedBlob::handle, blob -> blob.length() + " to " + blob.plainLength()));
  }

  private static Stream<PackedBlob> blobs(TestRepository place, Repository opened) {
    FaultyStore store = place.newStore();
    return SealedFiles.list(store, FileType.PACK).stream()
        .flatMap(pack -> PackReader.header(store, pack, opened.masterKey()).stream());
  }
}
