package dev.salvaguarda.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final Path ROOT = Path.of("..", "..");

  @Test
  void committedCrdsAreWhatTheRecordsSay() throws IOException {
    assertSame(ROOT.resolve("crds"), CrdFiles.render());
    assertNothingElse(ROOT.resolve("crds"), "*", CrdFiles.render());
  }

  @Test
  void theChartInstallsTheCrdsOfTheRecords() throws IOException {
    assertSame(ROOT.resolve(CrdFiles.IN_CHART), CrdFiles.render());
    assertNothingElse(ROOT.resolve(CrdFiles.IN_CHART), "*", CrdFiles.render());
  }

  @Test
  void theChartsReadmeHoldsItsValues() throws IOException {
    assertSame(ROOT.resolve(ChartPage.FOLDER), ChartPage.render(ROOT));
  }

  @Test
  void thePatchForArgoCdHoldsTheHealthChecks() throws IOException {
    assertSame(ROOT.resolve(ArgoPatch.FOLDER), ArgoPatch.render(ROOT));
  }

  @Test
  void committedReferencePagesAreWhatTheRecordsSay() throws IOException {
    assertSame(ROOT.resolve("docs", "reference"), ReferencePages.render());
    // Other pages beside those of the kinds come from the operator's own code.
    assertNothingElse(ROOT.resolve("docs", "reference"), "backup*", ReferencePages.render());
  }

  private static void assertSame(Path folder, Map<String, String> expected) throws IOException {
    for (Map.Entry<String, String> file : expected.entrySet()) {
      assertThat(folder.resolve(file.getKey()))
          .as("run `make crds` and commit what it changes: %s", file.getKey())
          .hasContent(file.getValue());
    }
  }

  private static void assertNothingElse(Path folder, String glob, Map<String, String> expected)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      assertThat(files)
          .as("files that nothing generates any more: delete them")
          .allMatch(file -> expected.containsKey(file.getFileName().toString()));
    }
  }
}
