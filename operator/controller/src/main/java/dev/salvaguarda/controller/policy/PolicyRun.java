package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.HoldSpec;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.TriggerSpec;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy has to know of one of its runs.
 *
 * @param ownerUid UID of the policy for which the operator created it; empty for a person's run
 * @param whole whether it copies all that the source has
 * @param leaving whether its deletion was asked for
 */
record PolicyRun(
    String name,
    Instant createdAt,
    String ownerUid,
    TriggerSpec trigger,
    boolean whole,
    @Nullable HoldSpec hold,
    BackupRunStatus status,
    boolean leaving) {

  static PolicyRun of(BackupRun run) {
    BackupRunSpec spec = run.getSpec();
    var metadata = run.getMetadata();
    return new PolicyRun(
        metadata.getName(),
        Instant.parse(metadata.getCreationTimestamp()),
        RunOwner.uid(run),
        spec.trigger(),
        spec.targets().isEmpty(),
        spec.hold(),
        run.getStatus() == null ? BackupRunStatus.none() : run.getStatus(),
        metadata.getDeletionTimestamp() != null);
  }

  RunPhase phase() {
    return status.phase() == null ? RunPhase.PENDING : status.phase();
  }

  /** Whether it is still to start. */
  boolean isPending() {
    boolean waits =
        switch (phase()) {
          case PENDING, QUEUED -> trigger.missed() == null;
          case STARTING, RUNNING, SUCCEEDED, DEGRADED, FAILED, CANCELLED, MISSED -> false;
        };
    return waits && !leaving;
  }

  /** Whether somebody asked to keep it beyond the history limits. */
  boolean isHeld(Instant now) {
    return hold != null && (hold.until() == null || hold.until().isAfter(now));
  }

  /**
   * Every byte of all the source has is stored in the first repository and was read back. That a
   * further one lags behind makes the run Degraded, but not the copy older.
   */
  boolean isGood() {
    return whole && FirstCopy.isComplete(status);
  }

  /** What this repository has of the run, if it is one of several. */
  Optional<RunRepositoryStatus> repository(String name) {
    return status.repositories().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** Whether it stored something that a restore could bring back. */
  boolean hasCopy() {
    return status.capturedAt() != null
        && status.targets().stream().anyMatch(target -> target.snapshotId() != null);
  }

  /** When it ended; its creation where nobody wrote that down. */
  Instant endedAt() {
    return status.completionTime() == null ? createdAt : status.completionTime();
  }

  Optional<Instant> startedAt() {
    return Optional.ofNullable(status.startTime());
  }

  /** Since when something that Kubernetes names keeps its pod from starting. */
  Optional<Instant> stuckSince() {
    return phase() == RunPhase.STARTING
            && FailureReason.WORKER_NOT_STARTED.wireName().equals(status.reason())
        ? startedAt()
        : Optional.empty();
  }

  /** The newest due time that is dealt with because this run exists. */
  Optional<Instant> handles(String policyUid) {
    if (!ownerUid.equals(policyUid)) {
      return Optional.empty();
    }
    if (trigger.missed() != null) {
      return Optional.of(trigger.missed().last());
    }
    return trigger.type() == TriggerSpec.Type.SCHEDULE
        ? Optional.ofNullable(trigger.scheduledFor())
        : Optional.empty();
  }
}
