package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.FilesTarget;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import java.util.Optional;

/** Which files of the copies are wanted. */
final class WantedFiles {
  private WantedFiles() {}

  /**
   * What keeps files from being chosen; empty if nothing does. Of copies that are known by their
   * snapshot alone the worker finds out.
   */
  static Optional<String> obstacle(RestoreSpec spec, RestorePlan plan) {
    boolean chosen =
        spec.into() instanceof FilesTarget files
            && !(files.include().isEmpty() && files.exclude().isEmpty());
    return plan.parts().stream()
        .filter(part -> chosen && part.sha256() != null)
        .findFirst()
        .map(part ->
            "include and exclude choose files of a tree, and %s is a database: leave them out, and name the databases in targets."
                .formatted(part.target()));
  }
}
