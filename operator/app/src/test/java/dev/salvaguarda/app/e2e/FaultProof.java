package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.TargetStatus;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proves by stock restic that a run which says Succeeded is worth that word. */
record FaultProof(Restic restic, Path folder) {

  /**
   * Restores every target.
   *
   * @param original the tree that was copied; empty for databases
   */
  void assertRestores(BackupRunStatus status, Optional<Path> original) throws Exception {
    assertThat(status.targets()).isNotEmpty();
    for (TargetStatus target : status.targets()) {
      assertThat(target.phase()).isEqualTo(TargetStatus.Phase.SUCCEEDED);
      assertThat(target.snapshotId()).isNotNull();
      Path restored = folder.resolve(target.name());
      restic.run("restore", "--target", restored.toString(), idHere(target.snapshotId()));
      if (original.isPresent()) {
        assertThat(Trees.differences(restored, original.get())).isEmpty();
      } else {
        assertThat(Trees.files(restored))
            .containsEntry(target.name() + ".sql", String.valueOf(target.sha256()));
      }
    }
  }

  /** The snapshot itself, or its copy in another repository, which says whose it is. */
  private String idHere(@Nullable String id) throws Exception {
    for (JsonNode snapshot :
        new ObjectMapper().readTree(restic.run("--no-lock", "snapshots", "--json"))) {
      if (snapshot.path("id").asText().equals(id)
          || snapshot.path("original").asText().equals(id)) {
        return snapshot.path("id").asText();
      }
    }
    throw new AssertionError("%s has no snapshot %s".formatted(restic.prefix(), id));
  }
}
