package dev.salvaguarda.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final Path ROOT = Path.of("..", "..");

  @Test
  void committedCrdsAreWhatTheRecordsSay() throws IOException {
    assertSame(ROOT.resolve("crds"), CrdFiles.render());
  }

  @Test
  void committedReferencePagesAreWhatTheRecordsSay() throws IOException {
    assertSame(ROOT.resolve("docs", "reference"), ReferencePages.render());
  }

  private static void assertSame(Path folder, Map<String, String> expected) throws IOException {
    for (Map.Entry<String, String> file : expected.entrySet()) {
      assertThat(folder.resolve(file.getKey()))
          .as("run `make crds` and commit what it changes: %s", file.getKey())
          .hasContent(file.getValue());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files that nothing generates any more: delete them")
          .containsExactlyInAnyOrderElementsOf(new TreeSet<>(expected.keySet()));
    }
  }
}
