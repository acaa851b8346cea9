package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The little of a run that is looked at for all runs at once.
 *
 * @param policy name of its policy
 * @param phase where it stands; Pending where nobody wrote that down
 * @param endedAt when it ended; null before that
 */
public record RunBrief(String namespace, String policy, RunPhase phase, @Nullable Instant endedAt) {

  /** That of a run. */
  public static RunBrief of(BackupRun run) {
    var status = run.getStatus();
    return new RunBrief(
        run.getMetadata().getNamespace(),
        run.getSpec().policyRef().name(),
        status == null || status.phase() == null ? RunPhase.PENDING : status.phase(),
        status == null ? null : status.completionTime());
  }
}
