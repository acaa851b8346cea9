package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody removes the lock of a session that lives, forgets the snapshot whose blobs it counts on,
 * and prunes: with stock restic, between any two requests of the session.
 */
class UnlockedIT {
  @TempDir Path directory;
  private final SmallTree tree = new SmallTree(new Random(8), 300_000);
  private Path initial = Path.of("");
  private String forgotten = "";
  private Map<String, String> kept = Map.of();

  /** Two snapshots; the blobs of the forgotten one are those that the session finds known. */
  @BeforeEach
  void makeARepository() throws IOException {
    Restic.require();
    initial = Files.createDirectories(directory.resolve("initial"));
    TestRepository place = TestRepository.inDirectory(initial);
    try (Repository repository = place.create()) {
      tree.change();
      kept = tree.digests();
      Snapshot _ = backUp(repository, place);
      tree.change();
      tree.change();
      forgotten = backUp(repository, place).id().toString();
    }
    tree.change();
  }

  @Test
  void aSessionWhoseLockIsRemovedMakesNoSnapshotThatDoesNotRestore() throws IOException {
    int ended = 0;
    boolean reached = true;
    for (int at = 0; reached; at++) {
      Path here = directory.resolve("call-" + at);
      copy(initial, here);
      TestRepository place = TestRepository.inDirectory(here);
      AtomicBoolean pruned = new AtomicBoolean();
      boolean stored = backUpAndPruneAt(at, place, pruned);
      reached = pruned.get();
      ended += stored ? 0 : 1;
      judge(place, at, stored);
    }
    assertThat(ended).isGreaterThan(8);
  }

  /** Whether there was a snapshot. */
  private boolean backUpAndPruneAt(int at, TestRepository place, AtomicBoolean pruned) {
    FaultyStore store = place.newStore();
    try (Repository repository = place.open(store)) {
      store.atCall(at, () -> prune(place, pruned));
      Snapshot _ = backUp(repository, place);
      return true;
    } catch (RepositoryException e) {
      assertThat(e.reason())
          .as("call %d: %s", at, e.sentence())
          .isIn(Reason.LOCK_LOST, Reason.OBJECT_MISSING);
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void prune(TestRepository place, AtomicBoolean pruned) {
    pruned.set(true);
    String _ = place.restic().run("unlock", "--remove-all");
    String _ = place.restic().run("forget", forgotten);
    String _ = place.restic().run("prune", "--max-unused", "0");
  }

  private void judge(TestRepository place, int at, boolean stored) {
    assertThat(place.restic().run("check", "--read-data"))
        .as("call %d", at)
        .contains("no errors were found");
    List<Map<String, String>> found = new ArrayList<>();
    try (Repository repository = place.open();
        RepositoryReader reader = repository.reader(repository.loadIndex())) {
      for (Snapshot snapshot : repository.snapshots().list()) {
        found.add(SmallTree.digestsOf(reader, snapshot.tree()));
      }
    }
    assertThat(found).as("call %d", at).contains(kept);
    if (stored) {
      assertThat(found).as("call %d", at).contains(tree.digests());
    }
  }

  private Snapshot backUp(Repository repository, TestRepository place) throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      return session.commit(TestRepository.draft(tree.storeIn(session)));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path _ = Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
