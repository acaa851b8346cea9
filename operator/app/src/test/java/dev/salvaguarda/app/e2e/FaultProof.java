package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.TargetStatus;
import java.nio.file.Path;
import java.util.Optional;

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
      restic.run("restore", "--target", restored.toString(), String.valueOf(target.snapshotId()));
      if (original.isPresent()) {
        assertThat(Trees.files(restored)).isEqualTo(Trees.files(original.get()));
      } else {
        assertThat(Trees.files(restored))
            .containsEntry(target.name() + ".sql", String.valueOf(target.sha256()));
      }
    }
  }
}
