package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.read.RepositoryReader;
import java.nio.file.Path;

/** Checks a repository and walks through a tree in a process of its own. */
public final class BigDirectoryChild {
  private BigDirectoryChild() {}

  /** The arguments are the directory of a {@link TestRepository} and the id of a tree. */
  public static void main(String[] arguments) {
    try (Repository repository = TestRepository.inDirectory(Path.of(arguments[0])).open()) {
      StructureReport report =
          new StructureCheck(repository, UnreadableBlobs.NONE, 0).run(_ -> "all");
      System.out.printf(
          "%d trees, %s, %d steps%n",
          report.trees(), report.findings(), steps(repository, BlobId.parse(arguments[1])));
    }
  }

  private static int steps(Repository repository, BlobId tree) {
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      TreeWalk walk = new TreeWalk(reader, tree, TreeSelection.everything());
      int steps = 0;
      while (walk.next().isPresent()) {
        steps++;
      }
      return steps;
    }
  }
}
