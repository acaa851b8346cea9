package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files that are chosen from a copy. */
class WantedFilesTest {
  @Test
  void noFilesAreChosenFromADatabase() {
    String why =
        "include and exclude choose files of a tree, and payroll is a database: leave them out, and"
            + " name the databases in targets.";
    assertThat(obstacle("include: [one]", "5a")).contains(why);
    assertThat(obstacle("exclude: ['*.tmp']", "5a")).contains(why);
    assertThat(obstacle("subPath: back", "5a")).isEmpty();
  }

  @Test
  void theyAreChosenFromAFileTree() {
    assertThat(obstacle("include: [one], exclude: ['*.tmp']", null)).isEmpty();
  }

  private static Optional<String> obstacle(String files, @Nullable String hash) {
    return WantedFiles.obstacle(
        Serialization.unmarshal(
            """
            source: {runRef: {name: first}}
            target: {files: {hostPath: {path: /srv}, %s}}
            """
                .formatted(files),
            RestoreSpec.class),
        new RestorePlan(
            "nightly",
            "first",
            "offsite",
            null,
            List.of(new Part("payroll", "0b".repeat(32), null, hash))));
  }
}
