package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.SuddenEnd;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions that end at a random request to the store, each in a random way: the store goes away
 * before or just after it has served, or the session is cancelled.
 */
class CutOffIT {
  private static final int SEEDS = 32;

  /** A whole session makes about as many requests. */
  private static final int REQUESTS = 30;

  @TempDir Path directory;
  private TestRepository place;
  private Repository observer;

  @BeforeEach
  void makeRepository() {
    Restic.require();
    place = TestRepository.inDirectory(directory);
    observer = place.create();
  }

  @Test
  void whereverASessionEndsTheRepositoryIsSoundAndTheRetryStoresNoBlobTwice() throws IOException {
    int cutOff = 0;
    List<Long> seeds = Seeds.of("CutOffIT", SEEDS);
    for (long seed : seeds) {
      Random random = new Random(seed);
      SmallTree tree = new SmallTree(random, 1_500_000);
      tree.change();
      tree.change();

      if (!endsEarly(tree, random)) {
        continue;
      }
      cutOff++;
      // The lock of a killed session is still there, as it should be.
      assertThat(place.restic().run("check", "--no-lock"))
          .as("seed %d", seed)
          .contains("no errors were found");
      Snapshot snapshot = backUp(place.newStore(), tree);

      assertThat(storedTwice()).as("seed %d", seed).isEmpty();
      if (seed % 4 == 0) {
        requireRestored(snapshot, tree, seed);
      }
    }
    assertThat(cutOff).isGreaterThan(seeds.size() / 2);
    String _ = place.restic().run("unlock", "--remove-all");
    place.restic().check();
  }

  /** Whether the session came to no snapshot. */
  private boolean endsEarly(SmallTree tree, Random random) throws IOException {
    FaultyStore store = place.newStore();
    try (Repository repository = place.open(store)) {
      SuddenEnd end = new SuddenEnd(store, REQUESTS, random);
      try (BackupSession session = BackupSession.open(repository, place.options())) {
        end.of(session);
        var _ = session.commit(TestRepository.draft(tree.storeIn(session)));
        return false;
      } catch (RepositoryException _) {
        return true;
      }
    }
  }

  private Snapshot backUp(FaultyStore store, SmallTree tree) throws IOException {
    try (Repository repository = place.open(store);
        BackupSession session = BackupSession.open(repository, place.options())) {
      return session.commit(TestRepository.draft(tree.storeIn(session)));
    }
  }

  /** Blobs that more than one pack holds, of all packs that are in the store, listed or not. */
  private List<BlobHandle> storedTwice() {
    Map<BlobHandle, FileId> first = new HashMap<>();
    List<BlobHandle> twice = new ArrayList<>();
    for (FileId pack : SealedFiles.list(place.newStore(), FileType.PACK)) {
      for (PackedBlob blob : PackReader.header(place.newStore(), pack, observer.masterKey())) {
        if (first.put(blob.handle(), pack) != null) {
          twice.add(blob.handle());
        }
      }
    }
    return twice;
  }

  private void requireRestored(Snapshot snapshot, SmallTree tree, long seed) throws IOException {
    Path target = directory.resolve("restored-" + seed);
    String _ =
        place
            .restic()
            .run(
                "restore",
                snapshot.id().toString(),
                "--no-lock",
                "--verify",
                "--target",
                target.toString());
    assertThat(SmallTree.digestsBelow(target)).as("seed %d", seed).isEqualTo(tree.digests());
  }
}
