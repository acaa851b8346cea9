package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock restic judges what sessions leave in a repository, whole or cut off. */
class BackupSessionIT {
  @TempDir Path directory;
  private TestRepository place;

  @BeforeEach
  void makeRepository() {
    Restic.require();
    place = TestRepository.inDirectory(directory);
    place.create();
  }

  @Test
  void whatWasStoredIsThereToTheByteForRestic() throws IOException {
    byte[] dump = BackupSessionTest.text(1, 9_000_000);

    Snapshot snapshot = backUp(dump, Chunking.SQL);

    place.restic().check();
    Path target = directory.resolve("restored");
    place
        .restic()
        .run("restore", snapshot.id().toString(), "--target", target.toString(), "--verify");
    assertThat(Files.readAllBytes(target.resolve("dump.sql"))).isEqualTo(dump);
  }

  @Test
  void aSessionThatWasCutOffLeavesACleanRepositoryAndItsPacksAreNotStoredAgain()
      throws IOException {
    byte[] content = BackupSessionTest.random(5, 30 << 20);
    place.store().failAfter(14 << 20);

    assertThatThrownBy(() -> backUp(content, Chunking.FILES))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));

    place.restic().run("check");
    FaultyStore next = place.newStore();
    try (BackupSession session = BackupSession.open(place.open(next), place.options())) {
      BackupSessionTest.commit(
          session,
          session.storeFile(
              new ByteArrayInputStream(content),
              StreamRequest.file(Chunking.FILES, content.length)));
    }
    place.restic().check();
    long both = stored(place.store()) + stored(next);
    assertThat(both).isLessThan((long) (content.length * 1.02));
  }

  @Test
  void aDirectoryOfManyEntriesIsStoredEntryByEntry() throws IOException {
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      TreeWriter writer = session.newTree();
      for (int i = 0; i < 100_000; i++) {
        writer.add(BackupSessionTest.node("file-%06d".formatted(i), new NodeBody.Fifo()));
      }
      session.commit(TestRepository.draft(writer.finish()));
    }
    place.restic().check();
    assertThat(place.restic().run("ls", "latest").lines().filter(l -> l.contains("file-")))
        .hasSize(100_000);
  }

  private Snapshot backUp(byte[] content, Chunking chunking) throws IOException {
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options())) {
      return BackupSessionTest.commit(
          session, session.storeFile(new ByteArrayInputStream(content), chunking));
    }
  }

  private static long stored(FaultyStore store) {
    long sum = 0;
    for (String key : store.puts().keySet()) {
      if (key.startsWith("data/")) {
        sum += store.stat(key).orElseThrow().size() * store.puts().get(key).get();
      }
    }
    return sum;
  }
}
