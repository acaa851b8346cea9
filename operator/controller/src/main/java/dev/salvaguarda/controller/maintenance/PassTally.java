package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of one pass did together, as far as they told: one that had to give way did its
 * part all the same.
 *
 * @param removed snapshots that they took out
 * @param freed bytes by which they made the packs smaller; null if they pruned nothing
 */
record PassTally(int removed, @Nullable Long freed) {
  private static final PassTally NOTHING = new PassTally(0, null);

  /** Of the newest pass, once this is done. */
  static PassTally of(MaintenanceSeen seen, Step step) {
    MaintenanceStatus told = seen.subject().told();
    Instant dueAt = step instanceof Await wait ? wait.dueAt() : seen.facts().memory().dueAt();
    PassTally before =
        Objects.equals(told.dueTime(), dueAt)
            ? new PassTally(
                Objects.requireNonNullElse(told.snapshotsRemoved(), 0), told.bytesFreed())
            : NOTHING;
    MaintenanceResult result = step.result();
    return result == null ? before : before.plus(result);
  }

  private PassTally plus(MaintenanceResult result) {
    Long more = result.bytesFreed();
    return new PassTally(
        removed + result.snapshotsRemoved(),
        freed == null ? more : Long.valueOf(freed + (more == null ? 0 : more)));
  }
}
