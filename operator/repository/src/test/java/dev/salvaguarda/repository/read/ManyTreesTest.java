package dev.salvaguarda.repository.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyTreesTest {
  private static final int DIRECTORIES = 500;

  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Test
  void aWalkThroughManyDirectoriesTakesFewRequests(@TempDir Path directory) throws Exception {
    TestRepository place = TestRepository.in(store, directory);
    BlobId root;
    try (Repository repository = place.create();
        BackupSession session = BackupSession.open(repository, place.options())) {
      List<Node> directories = new ArrayList<>();
      for (int i = 0; i < DIRECTORIES; i++) {
        String name = "%04d".formatted(i);
        directories.add(node(name, new NodeBody.Directory(session.storeTree(List.of(file(name))))));
      }
      root = session.commit(TestRepository.draft(session.storeTree(directories))).tree();
    }
    Repository repository = place.open();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      int before = store.reads();
      List<String> seen = new ArrayList<>();

      reader.walk(root, (_, node) -> seen.add(node.name().toString()));

      assertThat(seen).hasSize(2 * DIRECTORIES);
      assertThat(store.reads() - before).isLessThan(10);
    }
  }

  private static Node file(String name) {
    return node(name, new NodeBody.File(0, BlobIds.empty()));
  }

  private static Node node(String name, NodeBody body) {
    return new Node(ByteString.of(name), Metadata.plain(FileMode.file(0644), Instant.EPOCH), body);
  }
}
