package dev.salvaguarda.agent.restore.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.StoredFile;
import dev.salvaguarda.repository.write.TreeWriter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BigDirectoryIT {
  private static final int IN_THE_BIG_ONE = 150_000;
  private static final int OTHERS = 8;
  private static final int IN_EACH = 15_000;

  private static final Metadata MAIL =
      new Metadata(
          FileMode.file(0600),
          new Metadata.Times(time(1), time(2), time(3)),
          new Metadata.Owner(1000, 1000, "vmail", "vmail"),
          new Metadata.Identity(1L << 40, 55, 1),
          List.of());

  /** What is stored in the memory of a worker can be checked and restored in it. */
  @Test
  void memoryIsEnoughForDirectoriesOfAnySizeThatCouldBeStored(@TempDir Path directory)
      throws Exception {
    BlobId root = store(TestRepository.inDirectory(directory));

    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx160m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BigDirectoryChild.class.getName(),
                directory.toString(),
                root.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(output).isZero();
    int directories = OTHERS + 1;
    assertThat(output)
        .endsWith(
            "%d trees, [], %d steps%n"
                .formatted(directories + 1, IN_THE_BIG_ONE + OTHERS * IN_EACH + 2 * directories));
  }

  private static BlobId store(TestRepository place) throws Exception {
    try (Repository repository = place.create();
        BackupSession session = BackupSession.open(repository, place.options())) {
      StoredFile mail = session.storeFile(new ByteArrayInputStream(new byte[99]), Chunking.SQL);
      NodeBody body = new NodeBody.File(99, mail.blobs());
      List<Node> directories = new ArrayList<>();
      for (int i = 0; i < OTHERS; i++) {
        directories.add(directory("box" + i, maildir(session, i, IN_EACH, body)));
      }
      directories.add(directory("inbox", maildir(session, OTHERS, IN_THE_BIG_ONE, body)));
      return session.commit(TestRepository.draft(session.storeTree(directories))).tree();
    }
  }

  private static BlobId maildir(BackupSession session, int box, int entries, NodeBody body) {
    TreeWriter tree = session.newTree();
    for (int i = 0; i < entries; i++) {
      String name = "%d%09d.M123P4567.mail.example.org,S=1234:2,S".formatted(box, i);
      tree.add(new Node(ByteString.of(name), MAIL, body));
    }
    return tree.finish();
  }

  private static Node directory(String name, BlobId tree) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.file(0700), time(4)),
        new NodeBody.Directory(tree));
  }

  private static Instant time(int nanos) {
    return Instant.parse("2026-02-03T04:05:06Z").plusNanos(nanos);
  }
}
