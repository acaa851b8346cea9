package dev.salvaguarda.repository.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many blobs one after the other, fetched ahead. */
class BlobFeedTest {
  private static final int FILES = 200;

  @TempDir Path directory;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<BlobId> ids = new ArrayList<>();
  private TestRepository place;

  @BeforeEach
  void storeFiles() throws IOException {
    place = TestRepository.in(store, directory);
    Random random = new Random(20_260_301);
    Repository _ = place.create();
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      var none = List.<Node>of();
      for (int i = 0; i < FILES; i++) {
        byte[] content = new byte[1 + random.nextInt(40_000)];
        random.nextBytes(content);
        NodeBody.File body =
            session.storeFile(new ByteArrayInputStream(content), Chunking.SQL).toBody();
        body.content().forEach(ids::add);
      }
      var _ = session.commit(TestRepository.draft(session.storeTree(none)));
    }
  }

  @Test
  void allComeInTheirOrder() {
    assertThat(taken(ids)).isEqualTo(ids.stream().map(Optional::of).toList());
  }

  @Test
  void whatHasNoPlaceIsLostAlone() {
    List<BlobId> wanted = new ArrayList<>(ids);
    BlobId unknown = new BlobId(1, 2, 3, 4);
    wanted.add(0, unknown);
    wanted.add(17, unknown);
    wanted.add(18, unknown);
    wanted.add(unknown);

    assertThat(taken(wanted))
        .isEqualTo(
            wanted.stream()
                .map(id -> id.equals(unknown) ? Optional.empty() : Optional.of(id))
                .toList());
  }

  @Test
  void oneDamagedBlobCostsNoOther() {
    BlobId damaged = ids.get(ids.size() / 2);
    BlobLocation at;
    try (Repository repository = place.open()) {
      BlobIndex index = repository.loadIndex();
      at = index.find(new BlobHandle(BlobType.DATA, damaged)).orElseThrow();
    }
    String key = FileType.PACK.key(at.pack());
    byte[] pack = Objects.requireNonNull(store.objects().get(key)).clone();
    pack[at.blob().offset() + 20] ^= 1;
    store.objects().put(key, pack);

    assertThat(taken(ids))
        .isEqualTo(
            ids.stream()
                .map(id -> id.equals(damaged) ? Optional.empty() : Optional.of(id))
                .toList());
  }

  @Test
  void whatAPackHoldsInAnotherOrderTakesFewRequests() {
    Collections.shuffle(ids, new Random(5));

    assertThat(taken(ids)).isEqualTo(ids.stream().map(Optional::of).toList());
    assertThat(store.reads()).isLessThan(10);
  }

  @Test
  void aPackThatIsGoneLosesItsBlobsWithFewRequests() {
    store.objects().keySet().removeIf(key -> key.startsWith("data/"));

    assertThat(taken(ids)).isEqualTo(ids.stream().map(_ -> Optional.<BlobId>empty()).toList());
    assertThat(store.reads()).isLessThan(10);
  }

  @Test
  void aPackThatWasCutShortLosesOnlyWhatIsGone() {
    String key = packOf(ids.getFirst());
    byte[] pack = Objects.requireNonNull(store.objects().get(key));
    int length = pack.length / 2;
    store.objects().put(key, Arrays.copyOf(pack, length));
    List<Optional<BlobId>> left = new ArrayList<>();
    try (Repository repository = place.open()) {
      BlobIndex index = repository.loadIndex();
      for (BlobId id : ids) {
        BlobLocation at = index.find(new BlobHandle(BlobType.DATA, id)).orElseThrow();
        boolean there =
            !FileType.PACK.key(at.pack()).equals(key)
                || at.blob().offset() + at.blob().length() <= length;
        left.add(there ? Optional.of(id) : Optional.empty());
      }
    }

    assertThat(left).contains(Optional.empty()).contains(Optional.of(ids.getFirst()));
    assertThat(taken(ids)).isEqualTo(left);
  }

  @Test
  void manyWindowsTakeTheMemoryOfAFew() throws IOException {
    assertThat(arraysOf(Chunking.FILES, 1)).isLessThanOrEqualTo(5);
  }

  /** What lies between fills the room for gaps of each window to the last byte. */
  @Test
  void soDoManyWindowsWithGaps() throws IOException {
    assertThat(arraysOf(Chunking.SQL, 3)).isLessThanOrEqualTo(5);
  }

  /** How many arrays hold the blobs of a large file, of which each {@code step}th is read. */
  private int arraysOf(Chunking chunking, int step) throws IOException {
    Set<byte[]> memory = Collections.newSetFromMap(new IdentityHashMap<>());
    byte[] content = new byte[step * (80 << 20)];
    new Random(20_260_302).nextBytes(content);
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      NodeBody.File body = session.storeFile(new ByteArrayInputStream(content), chunking).toBody();
      var _ = session.commit(TestRepository.draft(session.storeTree(List.of())));
      List<BlobId> wanted = new ArrayList<>();
      for (int i = 0; i < body.content().size(); i += step) {
        wanted.add(body.content().get(i));
      }
      try (RepositoryReader reader = repository.reader(repository.loadIndex());
          BlobFeed feed = reader.feed(wanted.iterator())) {
        for (BlobId _ : wanted) {
          memory.add(feed.next().orElseThrow().array());
        }
      }
    }
    return memory.size();
  }

  @Test
  void whatAnIndexSaysIsLargeTakesNoMemoryBeforeItComes() {
    for (int length : List.of(Integer.MAX_VALUE, 21 << 20, -1)) {
      PackedBlob lie = new PackedBlob(BlobType.DATA, ids.getFirst(), 40, length, 0);
      PackedBlob before = new PackedBlob(BlobType.DATA, ids.get(1), 0, 40, 0);
      Map<BlobId, PackedBlob> listed = Map.of(lie.id(), lie, before.id(), before);
      BlobWindow window =
          BlobWindow.of(
              List.of(before.id(), lie.id()).iterator(),
              id ->
                  new BlobLocation(new FileId(1, 2, 3, 4), Objects.requireNonNull(listed.get(id))),
              1 << 20);

      assertThat(window.space()).isEqualTo(48);
      assertThat(window.runs()).hasSize(2);
    }
  }

  @Test
  void aLargeBlobComesWhole() throws IOException {
    byte[] content = new byte[24 << 20];
    new Random(20_260_303).nextBytes(content);
    BlobId id = BlobId.ofContent(content, 0, content.length);
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      session.storeBlob(BlobType.DATA, content.clone());
      var _ = session.commit(TestRepository.draft(session.storeTree(List.of())));
    }

    assertThat(taken(List.of(ids.getFirst(), id, ids.getLast())))
        .isEqualTo(List.of(ids.getFirst(), id, ids.getLast()).stream().map(Optional::of).toList());
  }

  private String packOf(BlobId id) {
    try (Repository repository = place.open()) {
      return FileType.PACK.key(
          repository.loadIndex().find(new BlobHandle(BlobType.DATA, id)).orElseThrow().pack());
    }
  }

  /** What came, by the hash of its content; empty where a blob failed. */
  private List<Optional<BlobId>> taken(List<BlobId> wanted) {
    List<Optional<BlobId>> all = new ArrayList<>();
    try (Repository repository = place.open();
        RepositoryReader reader = repository.reader(repository.loadIndex());
        BlobFeed feed = reader.feed(wanted.iterator())) {
      for (int i = 0; i < wanted.size(); i++) {
        all.add(next(feed));
      }
      assertThat(feed.next()).isEmpty();
    }
    return all;
  }

  private static Optional<BlobId> next(BlobFeed feed) {
    try {
      BlobContent content = feed.next().orElseThrow();
      return Optional.of(BlobId.ofContent(content.array(), content.offset(), content.length()));
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }
}
