package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.BackupRunStatus.VerdictStatus;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.controller.hook.HookRecord;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.Verdict;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads out of a status what earlier decisions left there. */
final class StatusMemory {
  private StatusMemory() {}

  static RunMemory of(@Nullable BackupRunStatus status) {
    if (status == null || status.phase() == null) {
      return RunMemory.none();
    }
    return new RunMemory(
        RunPhase.valueOf(status.phase().name()),
        new AttemptMemory(
            Objects.requireNonNullElse(status.attempt(), 0),
            status.startTime(),
            status.deadline(),
            status.nextAttemptTime(),
            new Explanation(status.reason(), status.message()).failure()),
        status.completionTime(),
        ledger(status),
        HookRecord.calls(status.hooks()),
        verdict(status.verdict()));
  }

  private static @Nullable Verdict verdict(@Nullable VerdictStatus verdict) {
    return verdict == null || verdict.phase() == null
        ? null
        : new Verdict(
            RunPhase.valueOf(verdict.phase().name()),
            new Explanation(verdict.reason(), verdict.message()).failure(),
            Objects.requireNonNullElse(verdict.message(), ""));
  }

  private static Ledger ledger(BackupRunStatus status) {
    return new Ledger(
        status.targets().stream().map(StatusMemory::target).toList(),
        Objects.requireNonNullElse(status.targetsOmitted(), 0),
        status.capturedAt(),
        Objects.requireNonNullElse(status.bytesRead(), 0L),
        Objects.requireNonNullElse(status.bytesStored(), 0L),
        peakMemory(status.worker()),
        RepositoryReport.replicas(status.repositories()));
  }

  private static long peakMemory(@Nullable WorkerStatus worker) {
    return worker == null ? 0 : Objects.requireNonNullElse(worker.peakMemoryBytes(), 0L);
  }

  private static TargetResult target(TargetStatus target) {
    return new TargetResult(
        target.name(),
        target.phase() == null ? Outcome.FAILED : Outcome.valueOf(target.phase().name()),
        target.consistency() == null ? null : Consistency.valueOf(target.consistency().name()),
        target.snapshotId(),
        target.size(),
        Objects.requireNonNullElse(target.bytesRead(), 0L),
        Objects.requireNonNullElse(target.bytesStored(), 0L),
        target.sha256(),
        new Explanation(target.reason(), target.message()).failure());
  }
}
