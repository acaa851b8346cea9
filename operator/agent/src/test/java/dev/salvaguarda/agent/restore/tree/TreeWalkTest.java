package dev.salvaguarda.agent.restore.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
  /** It is stored as it is named; whoever wrote it stopped too early. */
  private static final byte[] ENDS_EARLY =
      "{\"nodes\":[{\"name\":\"x\",\"type\":\"file\",\"content\":[]},{\"name\":\"y"
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void aDirectoryThatEndsEarlyCostsOnlyWhatIsBehindInIt(@TempDir Path directory) {
    TestRepository place = TestRepository.inMemory(directory);
    try (Repository repository = place.create()) {
      BlobId root = store(repository, place);

      assertThat(steps(repository, root))
          .containsExactly("Enter", "File", "Refused", "Leave", "File");
      assertThat(new StructureCheck(repository, UnreadableBlobs.NONE, 0).run(_ -> "").findings())
          .singleElement()
          .asString()
          .contains(BlobId.ofContent(ENDS_EARLY, 0, ENDS_EARLY.length).abbreviated());
    }
  }

  private static BlobId store(Repository repository, TestRepository place) {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      session.storeBlob(BlobType.TREE, ENDS_EARLY);
      BlobId below = BlobId.ofContent(ENDS_EARLY, 0, ENDS_EARLY.length);
      List<Node> entries =
          List.of(
              node("a", new NodeBody.Directory(below)),
              node("b", new NodeBody.File(0, BlobIds.empty())));
      return session.commit(TestRepository.draft(session.storeTree(entries))).tree();
    }
  }

  private static List<String> steps(Repository repository, BlobId root) {
    List<String> steps = new ArrayList<>();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      TreeWalk walk = new TreeWalk(reader, root, TreeSelection.everything());
      for (Optional<TreeEvent> step = walk.next(); step.isPresent(); step = walk.next()) {
        steps.add(step.get().getClass().getSimpleName());
      }
    }
    return steps;
  }

  private static Node node(String name, NodeBody body) {
    return new Node(ByteString.of(name), Metadata.plain(FileMode.file(0644), Instant.EPOCH), body);
  }
}
