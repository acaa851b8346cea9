package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.BackupRunStatus.SummaryStatus;
import dev.salvaguarda.api.worker.ProgressStatus;
import dev.salvaguarda.controller.attempt.WorkerReport;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, in its status: renewed at most every 10 seconds and only if it changed, since
 * each renewal is a write to the cluster's store.
 *
 * @param progress of the attempt; null before there is any
 * @param summary the same and the totals, for people
 */
record ProgressReport(@Nullable ProgressStatus progress, @Nullable SummaryStatus summary) {
  static ProgressReport of(RunSeen seen, RunMemory memory, Instant now) {
    BackupRunStatus old = seen.run().getStatus();
    if (memory.phase().isTerminal()) {
      return ended(memory, now);
    }
    WorkerLine line = seen.progress();
    if (old != null && (line == null || !WorkerReport.isDue(old.progress(), line))) {
      boolean sameAttempt = old.attempt() != null && old.attempt() == memory.attempts().attempt();
      return sameAttempt
          ? new ProgressReport(old.progress(), old.summary())
          : new ProgressReport(null, null);
    }
    return line == null || line.progress() == null
        ? new ProgressReport(null, null)
        : going(line.at(), line.progress(), memory, now);
  }

  private static ProgressReport going(
      Instant at, WorkerLine.Progress seen, RunMemory memory, Instant now) {
    return new ProgressReport(
        WorkerReport.progress(at, seen),
        new SummaryStatus(
            WorkerReport.words(seen),
            SizeText.of(seen.bytesRead()),
            SizeText.of(seen.bytesStored()),
            WorkerReport.duration(memory.attempts().startedAt(), now)));
  }

  private static ProgressReport ended(RunMemory memory, Instant now) {
    if (memory.attempts().attempt() == 0) {
      return new ProgressReport(null, null);
    }
    String progress =
        memory.phase() == RunPhase.SUCCEEDED ? WorkerReport.ALL : stored(memory.ledger());
    return new ProgressReport(
        null,
        new SummaryStatus(
            progress,
            SizeText.of(memory.ledger().bytesRead()),
            SizeText.of(memory.ledger().bytesStored()),
            WorkerReport.duration(memory.attempts().startedAt(), now)));
  }

  /** How many of the targets have a copy; null if nobody found out what there was to copy. */
  private static @Nullable String stored(Ledger ledger) {
    long stored = ledger.targets().stream().filter(target -> target.snapshotId() != null).count();
    return ledger.targets().isEmpty() || ledger.omitted() > 0
        ? null
        : WorkerReport.targets(stored, ledger.targets().size());
  }
}
