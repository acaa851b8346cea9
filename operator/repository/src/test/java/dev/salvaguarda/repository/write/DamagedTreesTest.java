package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that a session finds damaged, and packs that it is told are. */
class DamagedTreesTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final TestRepository place;
  private final BlobId below;
  private final BlobId root;
  private final FileId trees;

  DamagedTreesTest(@TempDir Path directory) throws IOException {
    place = TestRepository.in(store, directory);
    Repository _ = place.create();
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      below = storeBelow(session);
      root = storeRoot(session, below);
      var _ = session.commit(TestRepository.draft(root));
    }
    trees = placeOf(below).pack();
  }

  @Test
  void aDirectoryThatIsFoundDamagedIsStoredAnewAndToldOnce() throws IOException {
    damage(below);

    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.findTree(root)).isPresent();
      assertThat(session.findTree(below)).isEmpty();
      storeAgain(session);
      assertThat(session.damageFound())
          .hasValueSatisfying(told -> assertThat(told).contains("damaged pack ("));
      assertThat(session.damageFound()).isEmpty();
    }

    assertThat(contentWithoutTheFirstPack()).isEqualTo("content");
  }

  @Test
  void whatLiesBelowADirectoryThatCannotBeReadIsStoredAnewAsWell() throws IOException {
    damage(root);
    damage(below);

    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.findTree(root)).isEmpty();
      storeAgain(session);
    }

    assertThat(contentWithoutTheFirstPack()).isEqualTo("content");
  }

  @Test
  void aSessionGoesOnThoughWhatItCountedAsStoredTurnsOutToLieInADamagedPack() throws IOException {
    damage(root);

    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(storeBelow(session)).isEqualTo(below);
      assertThat(session.findTree(root)).isEmpty();
      assertThat(storeRoot(session, below)).isEqualTo(root);
      var _ = session.commit(TestRepository.draft(root));
    }
  }

  @Test
  void aTopThatNobodyAskedForIsLookedAtBeforeItCountsAsStored() throws IOException {
    damage(root);

    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(storeBelow(session)).isEqualTo(below);
      assertThat(storeRoot(session, below)).isEqualTo(root);
      var _ = session.commit(TestRepository.draft(root));
      assertThat(session.damageFound()).isPresent();
    }
  }

  /** Which of both places an index in memory names first is chance. */
  @Test
  void aTopThatWasStoredAnewIsReadableWhicheverPlaceIsNamedFirst() throws IOException {
    damage(root);
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.findTree(root)).isEmpty();
      storeAgain(session);
    }

    try (Repository repository = place.open()) {
      BlobIndex loaded = repository.loadIndex();
      List<BlobLocation> places =
          List.of(
              loaded.find(handle(root)).orElseThrow(),
              loaded.findElsewhere(handle(root)).orElseThrow());
      for (List<BlobLocation> order : List.of(places, places.reversed())) {
        BlobIndex index = new BlobIndex();
        order.forEach(at -> index.add(at.pack(), List.of(at.blob())));
        new StoredTrees(repository.store(), repository.masterKey(), index).requireReadable(root);
      }
    }
  }

  @Test
  void whatIsWholeInAPackThatIsKnownToBeDamagedIsReadAndStoredAnewAllTheSame() throws IOException {
    try (Repository repository = place.open();
        BackupSession session =
            BackupSession.open(repository, place.options(), UnreadableBlobs.of(Set.of(trees)))) {
      assertThat(session.isStored(handle(below))).isFalse();
      assertThat(session.findTree(below)).isPresent();
      try (RepositoryReader reader = session.reader()) {
        assertThat(reader.readTree(below)).toIterable().hasSize(1);
      }
      storeAgain(session);
      assertThat(session.damageFound()).as("whoever knows it tells it").isEmpty();
    }

    assertThat(contentWithoutTheFirstPack()).isEqualTo("content");
  }

  @Test
  void aPackThatIsKnownToBeDamagedIsNotTakenOverAsAnOrphan() throws IOException {
    store.objects().keySet().removeIf(key -> key.startsWith("index/"));

    try (Repository repository = place.open();
        BackupSession session =
            BackupSession.open(repository, place.options(), UnreadableBlobs.of(Set.of(trees)))) {
      assertThat(session.isStored(handle(below))).isFalse();
    }
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.isStored(handle(below))).isTrue();
    }
  }

  private void storeAgain(BackupSession session) throws IOException {
    assertThat(storeBelow(session)).isEqualTo(below);
    assertThat(storeRoot(session, below)).isEqualTo(root);
    var _ = session.commit(TestRepository.draft(root));
  }

  private static BlobId storeBelow(BackupSession session) throws IOException {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    NodeBody file = session.storeFile(new ByteArrayInputStream(content), Chunking.SQL).toBody();
    return session.storeTree(List.of(node("file", FileMode.file(0644), file)));
  }

  private static BlobId storeRoot(BackupSession session, BlobId below) {
    return session.storeTree(
        List.of(node("below", FileMode.directory(0755), new NodeBody.Directory(below))));
  }

  private static Node node(String name, FileMode mode, NodeBody body) {
    return new Node(ByteString.of(name), Metadata.plain(mode, Instant.EPOCH), body);
  }

  /** What the snapshot holds once the pack that was the first to hold its directories is gone. */
  private String contentWithoutTheFirstPack() throws IOException {
    store.objects().remove(FileType.PACK.key(trees));
    try (Repository repository = place.open();
        RepositoryReader reader = repository.reader(repository.loadIndex())) {
      Node file = reader.find(root, "below/file").orElseThrow();
      return new String(
          reader.open(((NodeBody.File) file.body()).content()).readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }

  private BlobLocation placeOf(BlobId tree) {
    try (Repository repository = place.open()) {
      return repository.loadIndex().find(handle(tree)).orElseThrow();
    }
  }

  private static BlobHandle handle(BlobId tree) {
    return new BlobHandle(BlobType.TREE, tree);
  }

  private void damage(BlobId tree) {
    BlobLocation at = placeOf(tree);
    String key = FileType.PACK.key(at.pack());
    byte[] pack = Objects.requireNonNull(store.objects().get(key)).clone();
    pack[at.blob().offset() + 20] ^= 1;
    store.objects().put(key, pack);
  }
}
