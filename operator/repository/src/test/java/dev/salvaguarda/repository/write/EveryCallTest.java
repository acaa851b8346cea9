package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.fixture.Trap;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small backup in which the store, the clock, the source of randomness or the stream that is read
 * throws an {@link Error}: at every single call there is, in whichever thread it comes.
 */
class EveryCallTest {
  /** Most of a session's time is a pause of its lock, so that many can share a processor. */
  private static final int AT_A_TIME = 6;

  @TempDir Path directory;
  private final InMemoryObjectStore first = new InMemoryObjectStore();
  private final SmallTree tree = new SmallTree(new Random(3), 700_000);
  private Map<String, byte[]> initial = Map.of();
  private Map<String, String> before = Map.of();

  @BeforeEach
  void makeARepositoryWithASnapshot() throws IOException {
    TestRepository place = TestRepository.in(first, directory);
    tree.change();
    before = tree.digests();
    try (Repository repository = place.create();
        BackupSession session = BackupSession.open(repository, place.options())) {
      Snapshot _ = session.commit(TestRepository.draft(tree.storeIn(session)));
    }
    initial = new TreeMap<>(first.objects());
    while (tree.size() < 3 << 20) {
      tree.change();
    }
  }

  @Test
  void anErrorAtAnyCallBeforeItIsServedLeavesNoSnapshotThatDoesNotRestore() throws Exception {
    assertThat(trapEveryCall(false)).isGreaterThan(80);
  }

  @Test
  void anErrorAtAnyCallAfterItIsServedLeavesNoSnapshotThatDoesNotRestore() throws Exception {
    assertThat(trapEveryCall(true)).isGreaterThan(80);
  }

  /** Returns how many sessions met an error. */
  private int trapEveryCall(boolean afterwards) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger met = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int i = 0; i < AT_A_TIME; i++) {
        Path scratch = directory.resolve("place-" + i);
        running.add(threads.submit(() -> new Place(scratch).tryAll(next, met, afterwards)));
      }
      for (Future<?> one : running) {
        Object _ = one.get();
      }
    }
    return met.get();
  }

  /** A repository of its own, put back to where it was before each try. */
  private final class Place {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Trap trap = new Trap();
    private final TestRepository place;
    private final Repository repository;

    Place(Path scratch) {
      store.objects().putAll(initial);
      place = TestRepository.in(store, scratch);
      repository =
          place.open(
              trap.store(store),
              new RepositoryContext(
                  trap.clock(Clock.systemUTC()), trap.random(), Contexts.here().actor()));
    }

    Void tryAll(AtomicInteger next, AtomicInteger met, boolean afterwards) {
      trap.disarm();
      boolean stored = backUp();
      assertThat(stored).isTrue();
      // Threads take turns as they like, so that the next try may make a few calls more.
      int calls = trap.calls() + 5;
      for (int at = next.getAndIncrement(); at < calls; at = next.getAndIncrement()) {
        store.objects().clear();
        store.objects().putAll(initial);
        trap.set(at, afterwards);
        boolean succeeded = backUp();
        met.addAndGet(trap.isSprung() ? 1 : 0);
        trap.disarm();
        judge(at, succeeded);
      }
      return null;
    }

    private BlobId store(BackupSession session) throws IOException {
      return tree.storeIn(session, new Chunking.ContentDefined(1 << 18, false), trap::stream);
    }

    private boolean backUp() {
      try (BackupSession session = BackupSession.open(repository, place.options())) {
        Snapshot _ = session.commit(TestRepository.draft(store(session)));
        return true;
      } catch (RuntimeException | Error | IOException _) {
        return false;
      }
    }

    private void judge(int at, boolean succeeded) {
      List<Map<String, String>> found = new ArrayList<>();
      try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
        for (Snapshot snapshot : repository.snapshots().list()) {
          found.add(SmallTree.digestsOf(reader, snapshot.tree()));
        }
      }
      assertThat(found).as("call %d", at).hasSizeBetween(succeeded ? 2 : 1, 2);
      assertThat(found).as("call %d", at).contains(before).isSubsetOf(before, tree.digests());
    }
  }
}
