package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.BlobIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an index names is believed only as far as the store has it. */
class LostPacksTest {
  private static final byte[] CONTENT = BackupSessionTest.random(6, 300_000);

  @TempDir Path directory;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private TestRepository place;
  private Repository repository;
  private StoredFile file = new StoredFile(0, "", new BlobIds.Builder().build());
  private BlobId root = new BlobId(0, 0, 0, 0);

  /** What can happen to an object. */
  enum Damage {
    GONE,
    CUT_SHORT,
    EMPTY,
    LONGER;

    void to(InMemoryObjectStore store, String key) {
      byte[] content = store.get(key);
      switch (this) {
        case GONE -> store.objects().remove(key);
        case CUT_SHORT -> store.objects().put(key, Arrays.copyOf(content, content.length - 1));
        case EMPTY -> store.objects().put(key, new byte[0]);
        case LONGER -> store.objects().put(key, Arrays.copyOf(content, content.length + 1));
      }
    }
  }

  @BeforeEach
  void storeAFile() throws IOException {
    place = TestRepository.in(store, directory);
    repository = place.create();
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      backUp(session);
    }
  }

  @Test
  void nothingIsLostInARepositoryThatIsWhole() {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.lostPacks()).isEqualTo(LostPacks.NONE);
      assertThat(session.hasAll(file.blobs())).isTrue();
      assertThat(session.findTree(root)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatLayInALostPackOfDataIsStoredAnew(Damage damage) throws IOException {
    FileId pack = packOf(new BlobHandle(BlobType.DATA, file.blobs().iterator().next()));
    damage.to(store, FileType.PACK.key(pack));

    try (BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.lostPacks().names()).containsExactly(pack);
      assertThat(session.lostPacks().blobs()).isEqualTo(file.blobs().size());
      assertThat(session.hasAll(file.blobs())).isFalse();
      assertThat(session.findTree(root)).isPresent();
      backUp(session);
    }

    assertThat(readBack()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void aTreeInALostPackIsNotTrustedAndStoredAnew(Damage damage) throws IOException {
    FileId pack = packOf(new BlobHandle(BlobType.TREE, root));
    damage.to(store, FileType.PACK.key(pack));

    try (BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.lostPacks().packs()).isEqualTo(1);
      assertThat(session.findTree(root)).isEmpty();
      backUp(session);
    }

    assertThat(readBack()).isEqualTo(CONTENT);
  }

  @Test
  void aBlobWithASecondPlaceIsFoundThereAndNotStoredAgain() throws IOException {
    Map<String, byte[]> first = new TreeMap<>(store.objects());
    store.objects().keySet().removeIf(key -> key.startsWith("data/") || key.startsWith("index/"));
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      backUp(session);
    }
    store.objects().putAll(first);
    FileId pack = packOf(new BlobHandle(BlobType.DATA, file.blobs().iterator().next()));
    store.objects().remove(FileType.PACK.key(pack));

    try (BackupSession session = BackupSession.open(repository, place.options())) {
      assertThat(session.lostPacks().packs()).isEqualTo(1);
      assertThat(session.hasAll(file.blobs())).isTrue();
      backUp(session);
      assertThat(session.progress().counts().blobsNew()).isZero();
    }
    assertThat(readBack()).isEqualTo(CONTENT);
  }

  @Test
  void theSentenceCountsAndNames() {
    LostPacks lost = new LostPacks(12, 345, List.of(new FileId(0x1234567890abcdefL, 2, 3, 4)));

    assertThat(lost.sentence()).contains("12", "345", "12345678").endsWith(".");
  }

  private void backUp(BackupSession session) throws IOException {
    file = session.storeFile(new ByteArrayInputStream(CONTENT), Chunking.SQL);
    root = BackupSessionTest.commit(session, file).tree();
  }

  private FileId packOf(BlobHandle blob) {
    return repository.loadIndex().find(blob).orElseThrow().pack();
  }

  private byte[] readBack() throws IOException {
    try (RepositoryReader reader = repository.reader(repository.loadIndex());
        InputStream in = reader.open(file.blobs())) {
      assertThat(reader.readTree(root)).toIterable().hasSize(1);
      return in.readAllBytes();
    }
  }
}
