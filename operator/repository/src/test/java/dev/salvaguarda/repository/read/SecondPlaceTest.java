package dev.salvaguarda.repository.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that two packs hold are read as long as one of the packs is good. */
class SecondPlaceTest {
  @TempDir Path directory;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SmallTree tree = new SmallTree(new Random(1), 100_000);
  private Map<String, byte[]> first = Map.of();
  private Map<String, byte[]> second = Map.of();
  private TestRepository place;
  private BlobId root = new BlobId(0, 0, 0, 0);

  /** As two runs leave it that store the same at the same time. */
  @BeforeEach
  void storeTwice() throws IOException {
    place = TestRepository.in(store, directory);
    Repository _ = place.create();
    tree.change();
    first = backUpAndTakeAway();
    second = backUpAndTakeAway();
    store.objects().putAll(first);
    store.objects().putAll(second);
  }

  @Test
  void whatIsDamagedInOnePackIsReadFromTheOther() {
    damage(first);
    assertThat(read()).isEqualTo(tree.digests());

    store.objects().putAll(first);
    damage(second);
    assertThat(read()).isEqualTo(tree.digests());
  }

  @Test
  void whatIsGoneWithOnePackIsReadFromTheOther() {
    packs(first).forEach(pack -> store.objects().remove(pack));

    assertThat(read()).isEqualTo(tree.digests());
  }

  @Test
  void whatIsDamagedInBothIsNamed() {
    damage(first);
    damage(second);

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  /** As when what was stored anew beside a damaged pack is damaged in its turn. */
  @Test
  void whatIsDamagedInTwoPacksIsReadFromAThird() throws IOException {
    List<Map<String, byte[]>> all = List.of(first, second, backUpAndTakeAway());
    all.forEach(one -> store.objects().putAll(one));
    for (Map<String, byte[]> good : all) {
      all.forEach(this::damage);
      store.objects().putAll(good);

      assertThat(read()).isEqualTo(tree.digests());
    }
  }

  private Map<String, byte[]> backUpAndTakeAway() throws IOException {
    try (Repository repository = place.open();
        BackupSession session = BackupSession.open(repository, place.options())) {
      root = session.commit(TestRepository.draft(tree.storeIn(session))).tree();
    }
    Map<String, byte[]> taken = new TreeMap<>();
    for (String key : new TreeSet<>(store.objects().keySet())) {
      if (key.startsWith("data/") || key.startsWith("index/")) {
        taken.put(key, store.objects().remove(key));
      }
    }
    return taken;
  }

  private void damage(Map<String, byte[]> of) {
    of.forEach((key, content) -> {
      if (key.startsWith("data/")) {
        byte[] damaged = content.clone();
        for (int i = 0; i < damaged.length; i += 20) {
          damaged[i] ^= 1;
        }
        store.objects().put(key, damaged);
      }
    });
  }

  private static List<String> packs(Map<String, byte[]> of) {
    return of.keySet().stream().filter(key -> key.startsWith("data/")).toList();
  }

  private Map<String, String> read() {
    Repository repository = place.open();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      return SmallTree.digestsOf(reader, root);
    }
  }
}
