package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers of earlier decisions; all of it survives a restart.
 *
 * @param phase of the newest pass
 * @param dueAt when the newest pass was due, or was noticed to be if that was missed for long,
 *     which names its Jobs; null before the first
 * @param attempts what is known of its attempts
 * @param endedAt when it ended; null before
 */
public record MaintenanceMemory(
    MaintenancePhase phase,
    @Nullable Instant dueAt,
    AttemptMemory attempts,
    @Nullable Instant endedAt) {
  /** Of a repository that was never looked after. */
  public static MaintenanceMemory none() {
    return new MaintenanceMemory(MaintenancePhase.NONE, null, AttemptMemory.none(), null);
  }

  /**
   * The same as somebody has it whose clock shows this. What was written while a clock was ahead
   * counts as of now: else nothing would be due until that clock is right.
   */
  public MaintenanceMemory seenAt(Instant now) {
    Instant ended = endedAt != null && endedAt.isAfter(now) ? now : endedAt;
    return new MaintenanceMemory(phase, dueAt, attempts.seenAt(now), ended);
  }

  /** What is remembered once this was decided and done. */
  public MaintenanceMemory after(Step step, Instant now) {
    return switch (step) {
      case Idle _ -> seenAt(now);
      case Await wait -> waiting(wait, now);
      case Lead(WorkerStep work) ->
          phase.isOver()
              ? seenAt(now)
              : new MaintenanceMemory(MaintenancePhase.RUNNING, dueAt, work.known(), null);
      case RetryLater retry ->
          new MaintenanceMemory(MaintenancePhase.RUNNING, dueAt, retry.known(), null);
      case Finish end -> new MaintenanceMemory(end.phase(), dueAt, end.known(), now);
    };
  }

  /** Between two attempts, what is known of the first is kept. */
  private MaintenanceMemory waiting(Await wait, Instant now) {
    return phase == MaintenancePhase.RUNNING
        ? seenAt(now)
        : new MaintenanceMemory(MaintenancePhase.WAITING, wait.dueAt(), AttemptMemory.none(), null);
  }
}
