package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupSessionTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456789Z");

  @TempDir Path directory;
  private TestRepository place;

  @BeforeEach
  void makeRepository() {
    place = TestRepository.inMemory(directory);
    place.create();
  }

  @Test
  void theDigestIsThatOfTheWholeStream() throws IOException {
    byte[] dump = text(2, 3_000_000);
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      StoredFile stored = session.storeFile(new ByteArrayInputStream(dump), Chunking.SQL);

      assertThat(stored.sha256()).isEqualTo(FileId.ofContent(dump, 0, dump.length).toString());
      assertThat(stored.size()).isEqualTo(dump.length);
      assertThat(stored.blobs().size()).isBetween(100, 400);
    }
  }

  @Test
  void theSameContentIsStoredOnceHoweverOftenAndInHoweverManyThreadsItComes() throws Exception {
    byte[] content = random(3, 2_000_000);
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      List<Thread> threads =
          Stream.generate(() -> Thread.ofPlatform().unstarted(() -> store(session, content)))
              .limit(6)
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      commit(session, session.storeFile(new ByteArrayInputStream(content), Chunking.SQL));

      assertThat(session.progress().counts().bytesStored()).isBetween(2_000_000L, 2_100_000L);
      assertThat(session.progress().counts().bytesRead()).isEqualTo(14_000_000L);
    }
  }

  @Test
  void anotherSessionStoresOnlyWhatIsNew() throws IOException {
    byte[] first = text(4, 6_000_000);
    backUp(first, Chunking.SQL);
    byte[] second = first.clone();
    second[3_000_000] ^= 1;

    try (BackupSession session =
        BackupSession.open(place.open(place.newStore()), place.options())) {
      commit(session, session.storeFile(new ByteArrayInputStream(second), Chunking.SQL));

      assertThat(session.progress().counts().bytesStored()).isLessThan(150_000L);
    }
  }

  @Test
  void cancellingEndsASessionThatWaitsForAnUploadWithinSeconds() throws Exception {
    place.store().hang();
    BackupSession session = BackupSession.open(place.open(place.store()), place.options());
    Thread canceller =
        Thread.ofPlatform()
            .unstarted(() -> {
              while (session.progress().counts().bytesRead() < 8 << 20) {
                Thread.onSpinWait();
              }
              session.cancel();
            });
    canceller.start();

    assertThatThrownBy(() -> session.storeFile(new EndlessStream(), Chunking.SQL))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    session.close();

    canceller.join();
    assertThat(place.scratch()).isEmptyDirectory();
    place.newStore().list("locks/", lock -> fail("%s is left", lock));
  }

  @Test
  void aWalkThroughThousandDirectoriesTakesFewRequests() {
    InMemoryObjectStore memory = new InMemoryObjectStore();
    TestRepository many = TestRepository.in(memory, directory.resolve("many"));
    List<BlobId> trees = new ArrayList<>();
    try (Repository repository = many.create();
        BackupSession session = BackupSession.open(repository, many.options())) {
      for (int d = 0; d < 1_000; d++) {
        TreeWriter writer = session.newTree();
        for (int f = 0; f < 20; f++) {
          writer.add(node("file-%d-%02d".formatted(d, f), new NodeBody.Fifo()));
        }
        trees.add(writer.finish());
      }
      TreeWriter root = session.newTree();
      for (int d = 0; d < trees.size(); d++) {
        root.add(node("directory-%04d".formatted(d), new NodeBody.Directory(trees.get(d))));
      }
      trees.addFirst(root.finish());
      Snapshot _ = session.commit(TestRepository.draft(trees.getFirst()));
    }
    int before = memory.reads();

    try (BackupSession session = BackupSession.open(many.open(), many.options())) {
      for (BlobId tree : trees) {
        assertThat(session.findTree(tree)).isPresent();
      }
    }

    assertThat(memory.reads() - before).isLessThan(20);
  }

  @Test
  void underALimitTheScratchDirectoryTakesWhatTheLineDoesNot() throws IOException {
    place.store().hang();
    SessionOptions slow = SessionOptions.standard(place.scratch(), 2).underUploadLimit(128 << 10);
    byte[] dump = random(9, 20 << 20);
    try (BackupSession session = BackupSession.open(place.open(place.store()), slow)) {
      StoredFile read = session.storeFile(new ByteArrayInputStream(dump), Chunking.SQL);

      assertThat(read.size()).isEqualTo(dump.length);
      assertThat(session.progress().counts().packsStored()).isZero();
    }
    assertThat(place.scratch()).isEmptyDirectory();
  }

  @Test
  void aStreamThatBreaksDoesNotEndTheSession() throws IOException {
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      assertThatThrownBy(() -> session.storeFile(new BreakingStream(), Chunking.SQL))
          .isInstanceOf(IOException.class);

      Snapshot snapshot =
          commit(session, session.storeFile(InputStream.nullInputStream(), Chunking.SQL));
      assertThat(snapshot.hostname()).isEqualTo("source");
    }
  }

  private Snapshot backUp(byte[] content, Chunking chunking) throws IOException {
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      return commit(session, session.storeFile(new ByteArrayInputStream(content), chunking));
    }
  }

  static Snapshot commit(BackupSession session, StoredFile file) {
    BlobId tree = session.storeTree(List.of(node("dump.sql", file.toBody())));
    return session.commit(TestRepository.draft(tree));
  }

  static Node node(String name, NodeBody body) {
    return new Node(ByteString.of(name), Metadata.plain(FileMode.file(0600), TIME), body);
  }

  private static void store(BackupSession session, byte[] content) {
    try {
      var _ = session.storeFile(new ByteArrayInputStream(content), Chunking.SQL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Compressible, but without repetitions that chunks would share. */
  static byte[] text(long seed, int length) {
    byte[] bytes = random(seed, length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + (bytes[i] & 15));
    }
    return bytes;
  }

  private static final class EndlessStream extends InputStream {
    private final Random random = new Random(7);

    @Override
    public int read() {
      return random.nextInt(256);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      byte[] some = new byte[Math.min(length, 65536)];
      random.nextBytes(some);
      System.arraycopy(some, 0, target, offset, some.length);
      return some.length;
    }
  }

  private static final class BreakingStream extends InputStream {
    private int left = 3_000_000;

    @Override
    public int read() throws IOException {
      throw new IOException("not used");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("the source broke");
      }
      int count = Math.min(length, left);
      left -= count;
      return count;
    }
  }
}
