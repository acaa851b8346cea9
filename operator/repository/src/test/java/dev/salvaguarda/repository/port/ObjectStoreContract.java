package dev.salvaguarda.repository.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, whatever is behind it. */
public abstract class ObjectStoreContract {
  @TempDir protected Path directory;
  private ObjectStore store;

  /** An empty store; another prefix of the same place if {@code other}. */
  protected abstract ObjectStore newStore(boolean other);

  @BeforeEach
  void open() {
    store = newStore(false);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void givesBackWhatWasPut() {
    byte[] content = random(300_000);

    store.put("data/00/a", content);

    assertThat(store.get("data/00/a")).isEqualTo(content);
    assertThat(store.stat("data/00/a").orElseThrow().size()).isEqualTo(300_000);
  }

  @Test
  void takesAnObjectThatIsNamedByItsHash() {
    byte[] content = random(70_000);
    String key = FileType.PACK.key(FileId.ofContent(content, 0, content.length));

    store.put(key, content);

    assertThat(store.get(key)).isEqualTo(content);
  }

  /** From one request's usual size, over what S3 clients send in parts, to a large pack. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000, (5 << 20) + 1, 40 << 20})
  void takesAFileThatIsNamedByItsHash(int length) throws IOException {
    byte[] content = random(length);
    Path file = Files.write(directory.resolve("pack"), content);
    String key = FileType.PACK.key(FileId.ofContent(content, 0, content.length));

    store.put(key, new StagedFile(file, length, md5(content)));

    assertThat(store.stat(key).orElseThrow().size()).isEqualTo(length);
    assertThat(Arrays.equals(store.get(key), content)).isTrue();
    assertThat(file).hasSize(length);
  }

  @Test
  void saysThatAFileIsNotThere() {
    StagedFile none = new StagedFile(directory.resolve("none"), 10, md5(new byte[10]));

    assertFails(Reason.SCRATCH, () -> store.put("a", none));
    assertThat(store.stat("a")).isEmpty();
  }

  @Test
  void takesOnlyTheBeginningOfABuffer() {
    store.put("a", new byte[] {1, 2, 3, 4}, 2);

    assertThat(store.get("a")).containsExactly(1, 2);
  }

  @Test
  void keepsAnEmptyObject() {
    store.put("a", new byte[0]);

    assertThat(store.get("a")).isEmpty();
  }

  @Test
  void readsARangeExactly() {
    byte[] content = random(1000);
    store.put("a", content);

    assertThat(store.get("a", 100, 3)).containsExactly(content[100], content[101], content[102]);
    assertThat(store.get("a", 0, 1000)).isEqualTo(content);
    assertThat(store.get("a", 999, 1)).containsExactly(content[999]);
  }

  @Test
  void saysThatAnObjectIsShorterThanTheRange() {
    store.put("a", new byte[10]);

    assertFails(Reason.CORRUPT, () -> store.get("a", 5, 6));
    assertFails(Reason.CORRUPT, () -> store.get("a", 20, 1));
  }

  @Test
  void saysThatAnObjectIsMissing() {
    assertFails(Reason.OBJECT_MISSING, () -> store.get("none"));
    assertFails(Reason.OBJECT_MISSING, () -> store.get("none", 0, 1));
    assertThat(store.stat("none")).isEmpty();
  }

  @Test
  void replacesAnObject() {
    store.put("a", new byte[] {1});
    store.put("a", new byte[] {2});

    assertThat(store.get("a")).containsExactly(2);
  }

  @Test
  void putsIfAbsentOnlyWhatIsAbsent() {
    assertThat(store.putIfAbsent("a", new byte[] {1})).isTrue();
    assertThat(store.putIfAbsent("a", new byte[] {2})).isFalse();

    assertThat(store.get("a")).containsExactly(1);
  }

  @Test
  void deletingIsFineWithOrWithoutAnObject() {
    store.put("a", new byte[1]);

    store.delete("a");
    store.delete("a");

    assertThat(store.stat("a")).isEmpty();
  }

  @Test
  void readsAsMuchAsThereIs() {
    byte[] content = random(5_000);
    store.put("data/00/a", content);

    byte[] memory = new byte[6_000];
    assertThat(store.getUpTo("data/00/a", 4_000, 500, memory, 7)).isEqualTo(500);
    assertThat(Arrays.copyOfRange(memory, 7, 507))
        .isEqualTo(Arrays.copyOfRange(content, 4_000, 4_500));
    assertThat(Arrays.copyOfRange(memory, 507, 6_000)).containsOnly(0);
    assertThat(store.getUpTo("data/00/a", 4_000, 5_000, memory, 7)).isEqualTo(1_000);
    assertThat(Arrays.copyOfRange(memory, 7, 1_007))
        .isEqualTo(Arrays.copyOfRange(content, 4_000, 5_000));
    assertFails(Reason.CORRUPT, () -> store.getUpTo("data/00/a", 5_000, 1, memory, 0));
    assertFails(Reason.OBJECT_MISSING, () -> store.getUpTo("none", 0, 1, memory, 0));
  }

  @Test
  void listsByPrefixAndNothingElse() {
    store.put("index/a", new byte[1]);
    store.put("index/b", new byte[2]);
    store.put("indexes", new byte[3]);

    assertThat(list(store, "index/"))
        .extracting(ObjectStore.Entry::key, ObjectStore.Entry::size)
        .containsExactlyInAnyOrder(tuple("index/a", 1L), tuple("index/b", 2L));
    for (ObjectStore.Entry entry : list(store, "index/")) {
      assertThat(store.stat(entry.key())).contains(entry);
    }
    assertThat(list(store, "none/")).isEmpty();
    assertThat(list(store, "")).hasSize(3);
  }

  @Test
  void listsMoreThanOnePage() {
    try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 1100)
          .forEach(i -> workers.execute(() -> store.put("data/%04d".formatted(i), new byte[1])));
    }

    assertThat(list(store, "data/")).hasSize(1100);
  }

  @Test
  void twoPrefixesNeverSeeEachOther() {
    try (ObjectStore other = newStore(true)) {
      store.put("config", new byte[1]);

      assertThat(other.stat("config")).isEmpty();
      assertThat(list(other, "")).isEmpty();
      other.delete("config");
      assertThat(store.stat("config")).isPresent();
    }
  }

  @Test
  void servesManyThreads() {
    ConcurrentHashMap<Integer, byte[]> read = new ConcurrentHashMap<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 64; i++) {
        int number = i;
        workers.execute(() -> {
          store.put("k" + number, new byte[] {(byte) number});
          read.put(number, store.get("k" + number));
        });
      }
    }

    assertThat(read).hasSize(64);
    read.forEach((number, content) -> assertThat(content).containsExactly(number));
  }

  @Test
  void anInterruptedCallerIsTold() {
    store.put("a", new byte[1]);
    Thread.currentThread().interrupt();
    try {
      store.get("a");
    } catch (RepositoryException e) {
      assertThat(e.reason()).isEqualTo(Reason.CANCELLED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  protected static List<ObjectStore.Entry> list(ObjectStore store, String prefix) {
    List<ObjectStore.Entry> found = new ArrayList<>();
    store.list(prefix, found::add);
    return found;
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  protected static void assertFails(Reason reason, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
