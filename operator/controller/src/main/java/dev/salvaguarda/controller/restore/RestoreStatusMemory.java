package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SourceStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.domain.restore.RestoreLedger;
import dev.salvaguarda.domain.restore.RestoreMemory;
import dev.salvaguarda.domain.restore.RestorePhase;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.StepTime;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads out of a status what earlier decisions left there. */
final class RestoreStatusMemory {
  private RestoreStatusMemory() {}

  static RestoreMemory of(Restore restore) {
    RestoreStatus status = restore.getStatus();
    if (status == null || status.phase() == null) {
      return RestoreMemory.none();
    }
    return new RestoreMemory(
        RestorePhase.valueOf(status.phase().name()),
        new AttemptMemory(
            Objects.requireNonNullElse(status.attempt(), 0),
            status.startTime(),
            status.deadline(),
            status.nextAttemptTime(),
            new Explanation(status.reason(), status.message()).failure()),
        status.completionTime(),
        plan(status),
        ledger(status));
  }

  /** When a restore ended; the beginning of time for one that did not say. */
  static Instant endOf(RestoreStatus status) {
    return Objects.requireNonNullElse(status.completionTime(), Instant.MIN);
  }

  private static @Nullable RestorePlan plan(RestoreStatus status) {
    SourceStatus source = status.source();
    if (source == null || source.repository() == null || status.targets().isEmpty()) {
      return null;
    }
    return new RestorePlan(
        source.policy(),
        source.run(),
        source.repository(),
        source.capturedAt(),
        status.targets().stream()
            .map(target ->
                new Part(
                    target.name(),
                    Objects.requireNonNullElse(target.snapshotId(), ""),
                    target.size(),
                    target.sha256()))
            .toList());
  }

  private static RestoreLedger ledger(RestoreStatus status) {
    return new RestoreLedger(
        status.targets().stream()
            .filter(
                target -> target.phase() != null && target.phase() != RestoredTarget.Phase.PENDING)
            .map(RestoreStatusMemory::target)
            .toList(),
        status.checks().stream()
            .filter(check -> check.passed() != null)
            .map(check ->
                new CheckResult(
                    check.name(),
                    Boolean.TRUE.equals(check.passed()),
                    check.observed(),
                    Objects.requireNonNullElse(check.message(), "")))
            .toList(),
        status.steps().stream()
            .map(step ->
                new StepTime(
                    Step.valueOf(step.name().toUpperCase(Locale.ROOT)),
                    Objects.requireNonNullElse(step.startTime(), Instant.EPOCH),
                    Objects.requireNonNullElse(step.millis(), 0L)))
            .toList(),
        status.worker() == null
            ? 0
            : Objects.requireNonNullElse(status.worker().peakMemoryBytes(), 0L));
  }

  private static TargetResult target(RestoredTarget target) {
    TargetResult known =
        new TargetResult(
            target.name(),
            Outcome.valueOf(Objects.requireNonNull(target.phase()).name()),
            target.rung() == null ? null : Rung.valueOf(target.rung()),
            Objects.requireNonNullElse(target.bytesRestored(), 0L),
            target.sha256Matches(),
            target.restoredAs(),
            new Explanation(target.reason(), target.message()).failure());
    return known.noted(target.reason() == null ? target.message() : null);
  }
}
