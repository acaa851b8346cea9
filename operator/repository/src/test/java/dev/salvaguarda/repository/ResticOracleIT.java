package dev.salvaguarda.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock restic and this engine work on the same repositories. */
class ResticOracleIT {
  private static final SecretBytes PASSWORD = SecretBytes.ofUtf8(Restic.PASSWORD);

  @TempDir Path directory;
  private DirectoryStore store;
  private Restic restic;

  @BeforeEach
  void findRestic() throws IOException {
    Restic.require();
    store = new DirectoryStore(directory.resolve("repo"));
    restic = new Restic(store.root(), directory);
    var _ = Files.createDirectories(directory.resolve("scratch"));
  }

  @Test
  void everyFileThatResticStoredIsReadToTheByte() throws IOException {
    Map<String, byte[]> files = writeSomeFiles(directory.resolve("source"), 11);
    restic.run("init");
    restic.run("backup", directory.resolve("source").toString(), "--tag", "a,b", "--host", "h");

    Repository repository = open();
    Snapshot snapshot = repository.snapshots().list().getFirst();
    Map<String, byte[]> found = new TreeMap<>();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      reader.walk(
          snapshot.tree(),
          (_, node) -> {
            if (node.body() instanceof NodeBody.File(_, var content)) {
              found.put(node.name().toString(), readAll(reader.open(content)));
            }
          });
      String path = directory.resolve("source/file-3").toString().substring(1);
      assertThat(reader.find(snapshot.tree(), path)).isPresent();
      assertThat(reader.find(snapshot.tree(), path + "/none")).isEmpty();
    }

    assertThat(found).containsOnlyKeys(files.keySet());
    files.forEach((name, content) -> assertThat(found.get(name)).isEqualTo(content));
    assertThat(snapshot.tags()).containsExactly("a", "b");
    assertThat(snapshot.paths()).containsExactly(directory.resolve("source").toString());
  }

  @Test
  void resticAddsToWhatWeMade() throws IOException {
    Map<String, byte[]> files = writeSomeFiles(directory.resolve("source"), 12);
    create();

    restic.run("backup", directory.resolve("source").toString());

    restic.check();
    assertThat(open().loadIndex().size()).isGreaterThan(files.size());
    assertThat(open().snapshots().list()).hasSize(1);
  }

  @Test
  void resticOpensWithEveryPasswordAndAddsOnesThatWeOpen() throws IOException {
    Repository repository = create(SecretBytes.ofUtf8("in the safe"));
    Path other = Files.writeString(directory.resolve("other"), "brand new\n");

    assertThat(restic.run("key", "list")).contains(repository.keyInUse().abbreviated());
    restic.run("key", "add", "--new-password-file", other.toString());

    assertThat(repository.keys()).hasSize(3);
    assertThat(open(SecretBytes.fromFile(other)).config()).isEqualTo(repository.config());
    FileId recovery =
        repository.keys().stream()
            .map(key -> key.id())
            .filter(id -> !id.equals(repository.keyInUse()))
            .findFirst()
            .orElseThrow();
    repository.removeKey(recovery);
    assertThat(restic.run("key", "list")).doesNotContain(recovery.abbreviated());
  }

  @Test
  void resticListsChecksAndCopiesOurSnapshots() throws IOException {
    byte[] dump = random(13, 3_000_000);
    Snapshot snapshot = backUp(create(), dump);
    Restic destination = new Restic(directory.resolve("copy"), directory);
    destination.run("init");

    restic.check();
    assertThat(restic.run("snapshots", "--host", "payroll", "--tag", "run=r1"))
        .contains(snapshot.id().abbreviated(), "/databases");
    restic.run("copy", "--repo2", directory.resolve("copy").toString());

    destination.check();
    try (RepositoryReader reader = open().reader(open().loadIndex())) {
      Node node = reader.find(snapshot.tree(), "dump.sql").orElseThrow();
      assertThat(node.body())
          .isInstanceOfSatisfying(
              NodeBody.File.class,
              file -> assertThat(readAll(reader.open(file.content()))).isEqualTo(dump));
    }
  }

  @Test
  void resticRespectsOurLocksAndWeItsPrune() throws IOException {
    Repository repository = create();
    var _ = backUp(repository, random(14, 100_000));

    try (RepositoryLock lock = repository.locks().acquire(LockMode.SHARED)) {
      assertThat(restic.run("list", "locks", "--no-lock")).contains(lock.id().toString());
      assertThat(restic.tryRun("prune").output()).contains("already locked");
    }
    try (RepositoryLock lock = repository.locks().acquire(LockMode.EXCLUSIVE)) {
      assertThat(lock.id()).isNotNull();
      assertThat(restic.tryRun("backup", directory.resolve("scratch").toString()).output())
          .contains("already locked exclusively");
    }
    restic.run("prune");
    restic.check();
  }

  @Test
  void anObjectOfAnotherNameBesideTheRepositoryDisturbsNeither() throws IOException {
    Repository repository = create();
    var _ = backUp(repository, random(15, 50_000));
    store.put("canary/0011223344556677", new byte[64]);

    restic.check();
    assertThat(open().snapshots().list()).hasSize(1);
  }

  @Test
  void resticChecksAndPrunesPastTheJournalAndLeavesItAlone() throws IOException {
    Repository repository = create();
    var _ = backUp(repository, random(16, 50_000));
    byte[] lines = "{\"kind\":\"Notice\"}\n".getBytes(StandardCharsets.UTF_8);
    String key = repository.journal().append(lines, Contexts.NOON);

    restic.check();
    restic.run("forget", "--prune", "--keep-last", "1");
    restic.run("prune", "--max-unused", "0");
    restic.run("rebuild-index");
    restic.check();

    assertThat(open().journal().batches()).containsExactly(key);
    assertThat(open().journal().read(key)).isEqualTo(lines);
    assertThat(open().snapshots().list()).hasSize(1);
  }

  private Snapshot backUp(Repository repository, byte[] dump) throws IOException {
    SessionOptions options = SessionOptions.standard(directory.resolve("scratch"), 2);
    try (BackupSession session = BackupSession.open(repository, options)) {
      NodeBody body = session.storeFile(new ByteArrayInputStream(dump), Chunking.SQL).toBody();
      Metadata metadata = Metadata.plain(FileMode.file(0600), Contexts.NOON);
      BlobId tree = session.storeTree(List.of(new Node(ByteString.of("dump.sql"), metadata, body)));
      return session.commit(
          new SnapshotDraft(
              Contexts.NOON,
              tree,
              "payroll",
              List.of("/databases"),
              List.of("run=r1"),
              List.of(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  private Repository create(SecretBytes... recovery) throws IOException {
    for (String kind : List.of("data", "index", "keys", "snapshots", "locks")) {
      var _ = Files.createDirectories(store.root().resolve(kind));
    }
    return Repository.create(
        store,
        PASSWORD,
        List.of(recovery),
        // With keys that cost what those of the operator do.
        new RepositoryContext(Clock.systemUTC(), new SecureRandom(), Contexts.here().actor()));
  }

  private Repository open() {
    return open(PASSWORD);
  }

  private Repository open(SecretBytes password) {
    return Repository.open(store, password, Contexts.at(Clock.systemUTC(), "pod-1"));
  }

  /** Small, large, empty, repeated and all-zero files. */
  private static Map<String, byte[]> writeSomeFiles(Path to, long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      files.put("file-" + i, random(random.nextLong(), random.nextInt(30_000)));
    }
    files.put("empty", new byte[0]);
    files.put("zeros", new byte[20_000_000]);
    files.put("large", random(seed, 12_000_000));
    files.put("name with \"quotes\" and é", random(seed, 10));
    var _ = Files.createDirectories(to);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      var _ = Files.write(to.resolve(file.getKey()), file.getValue());
    }
    return files;
  }

  private static byte[] readAll(InputStream in) {
    try (in) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
