package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Packs are deleted, cut and lengthened at random; stock restic judges what a session mends. */
class LostPacksIT {
  @TempDir Path directory;

  @BeforeEach
  void findRestic() {
    Restic.require();
  }

  @SeededTest(fixed = 3)
  void aRunMendsWhatIsStillAtTheSourceAndSaysWhatWasLost(long seed) throws IOException {
    Random random = new Random(seed);
    TestRepository place = TestRepository.inDirectory(directory);
    SmallTree tree = new SmallTree(random, 900_000);
    try (Repository repository = place.create()) {
      for (int i = 0; i < 3; i++) {
        tree.add();
        LostPacks none = backUp(repository, place, tree).lost();
        assertThat(none).isEqualTo(LostPacks.NONE);
      }
      List<FileId> lost = damageSome(random);

      Run mending = backUp(repository, place, tree);

      assertThat(mending.lost().names()).isSubsetOf(lost);
      assertThat(mending.lost().packs()).isEqualTo(lost.size());
      String _ = place.restic().run("rebuild-index");
      forgetAllBut(mending.snapshot().id(), repository, place);
      place.restic().check();
      requireRestored(mending.snapshot(), place, tree.digests());
    }
  }

  /** What was made, and what the session said was lost. */
  private record Run(Snapshot snapshot, LostPacks lost) {}

  private static Run backUp(Repository repository, TestRepository place, SmallTree tree)
      throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      Snapshot snapshot = session.commit(TestRepository.draft(tree.storeIn(session)));
      return new Run(snapshot, session.lostPacks());
    }
  }

  /** Earlier ones may name directories that are nowhere any more. */
  private static void forgetAllBut(FileId kept, Repository repository, TestRepository place) {
    for (FileId id : repository.snapshots().ids()) {
      if (!id.equals(kept)) {
        String _ = place.restic().run("forget", id.toString());
      }
    }
  }

  /** Between one pack and all of them. */
  private List<FileId> damageSome(Random random) throws IOException {
    List<Path> packs;
    try (Stream<Path> walk = Files.walk(directory.resolve("repo/data"))) {
      packs = new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
    }
    Collections.shuffle(packs, random);
    List<FileId> damaged = new ArrayList<>();
    for (Path pack : packs.subList(0, 1 + random.nextInt(packs.size()))) {
      damage(pack, random);
      damaged.add(FileId.parse(pack.getFileName().toString()));
    }
    return damaged;
  }

  private static void damage(Path pack, Random random) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      switch (random.nextInt(3)) {
        case 0 -> Files.delete(pack);
        case 1 -> file.setLength(random.nextLong(file.length()));
        default -> file.setLength(file.length() + 1 + random.nextInt(1000));
      }
    }
  }

  private void requireRestored(Snapshot snapshot, TestRepository place, Map<String, String> digests)
      throws IOException {
    Path target = directory.resolve("restored");
    String _ =
        place
            .restic()
            .run("restore", snapshot.id().toString(), "--target", target.toString(), "--verify");
    assertThat(SmallTree.digestsBelow(target)).isEqualTo(digests);
  }
}
