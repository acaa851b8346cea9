package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.retention.RetentionApplier;
import dev.salvaguarda.controller.turn.LeaseApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenancePhase;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what was decided about maintenance. */
public final class MaintenanceApplier {
  private final AttemptApplier attempts;
  private final LeaseApplier leases;
  private final LeftLockApplier locks;
  private final RetentionApplier retention;
  private final String resticProgram;

  /**
   * An applier.
   *
   * @param resticProgram name or path in the workers' image of the stock restic that prunes
   */
  public MaintenanceApplier(
      KubernetesClient client,
      AttemptApplier attempts,
      LeftLockApplier locks,
      String resticProgram) {
    this.attempts = attempts;
    this.leases = new LeaseApplier(client);
    this.retention = new RetentionApplier(client);
    this.locks = locks;
    this.resticProgram = resticProgram;
  }

  /** Takes the lease of the place; the answer is whether it could be had. */
  MaintenanceSeen claim(MaintenanceSeen seen, Around around, Instant now) {
    Turn turn =
        leases.claim(
            AttemptOwner.reference(seen.repository()),
            namespace(seen),
            Set.of(group(seen)),
            (_, uid) ->
                around.all().stream()
                    .filter(other -> other.getMetadata().getUid().equals(uid))
                    .anyMatch(other -> !MaintenanceStatusMemory.of(other).phase().isOver()),
            words -> tell(seen, EventReason.LOCK_TAKEN_OVER, words),
            now);
    return seen.withFacts(seen.facts().withTurn(turn));
  }

  void apply(MaintenanceSeen seen, Step step, Around around, Instant now) {
    switch (step) {
      case Idle _ -> {}
      case Await _ -> {
        if (seen.facts().memory().phase().isOver()) {
          attempts.lead(seen.owner(), cleared(seen, now), seen.jobs());
        }
      }
      case Lead(WorkerStep work) -> lead(seen, work, now);
      case RetryLater retry -> {
        tellPolicies(seen, retry.result());
        attempts.retryLater(seen.owner(), retry.known(), retry.failure(), retry.clear());
        removeLeftLocks(seen, around, retry.result());
      }
      case Finish end -> finish(seen, end, around);
    }
  }

  /** Jobs of earlier passes: a new one has begun, and nobody looks at them any more. */
  private static WorkerStep cleared(MaintenanceSeen seen, Instant now) {
    return new WorkerStep.Clear(seen.facts().memory().attempts(), now);
  }

  private void lead(MaintenanceSeen seen, WorkerStep work, Instant now) {
    switch (work) {
      case WorkerStep.Start start -> {
        attempts.start(seen.owner(), spec(seen, start.known(), now));
        if (start.known().attempt() == 1) {
          tell(
              seen,
              EventReason.MAINTENANCE_STARTED,
              "The pass that was due at %s begins.".formatted(seen.facts().memory().dueAt()));
        }
      }
      case WorkerStep.Watch watch -> watch(seen, watch, now);
      case WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.Clear _,
          WorkerStep.Rest _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _ ->
          attempts.lead(seen.owner(), work, seen.jobs());
    }
  }

  private void watch(MaintenanceSeen seen, WorkerStep.Watch watch, Instant now) {
    boolean unheardOf = watch.known().attempt() > seen.facts().memory().attempts().attempt();
    if (unheardOf && !watch.running()) {
      attempts.complete(spec(seen, watch.known(), now));
    }
    attempts.tellWhatItWaitsFor(
        seen.owner(),
        watch.known().attempt(),
        MaintenanceStatusMemory.statusOf(seen.repository()).reason());
  }

  private WorkerSpec spec(MaintenanceSeen seen, AttemptMemory known, Instant now) {
    return new MaintenanceWorker(
            seen.repository(),
            MaintenanceStatusMemory.jobs(seen.repository(), seen.facts().memory().dueAt()),
            known.attempt(),
            resticProgram,
            isWhole(seen),
            seen.retention(),
            Duration.between(now, Objects.requireNonNull(known.deadline())).toSeconds())
        .spec();
  }

  /** What lacked something when it was last looked at is only looked at until it is whole again. */
  private static boolean isWhole(MaintenanceSeen seen) {
    var last = MaintenanceStatusMemory.statusOf(seen.repository()).last();
    return last == null
        || (last.findings().isEmpty()
            && (last.damagedSnapshots() == null || last.damagedSnapshots() == 0));
  }

  private void finish(MaintenanceSeen seen, Finish end, Around around) {
    tellPolicies(seen, end.result());
    attempts.finish(seen.owner(), end.known(), end.failure(), end.clear(), end.phase().name());
    removeLeftLocks(seen, around, end.result());
    leases.release(seen.repository().getMetadata().getUid(), namespace(seen), Set.of(group(seen)));
    tell(seen, reason(end.phase()), MaintenanceSentence.of(end));
  }

  /** First of all: a status that was written says that this was done. */
  private void tellPolicies(MaintenanceSeen seen, @Nullable MaintenanceResult result) {
    if (result != null) {
      retention.write(seen.repository().getMetadata().getName(), result.retention());
    }
  }

  private void removeLeftLocks(
      MaintenanceSeen seen, Around around, @Nullable MaintenanceResult result) {
    if (result == null || result.locks().isEmpty()) {
      return;
    }
    locks
        .remove(seen.repository(), around.policies(), result.locks())
        .forEach(words -> tell(seen, EventReason.LOCK_REMOVED, words));
  }

  private void tell(MaintenanceSeen seen, EventReason reason, String message) {
    attempts.tell(seen.owner(), reason, message);
  }

  private static EventReason reason(MaintenancePhase phase) {
    return switch (phase) {
      case SUCCEEDED -> EventReason.MAINTENANCE_SUCCEEDED;
      case DEGRADED -> EventReason.REPOSITORY_DAMAGED;
      case FAILED, NONE, WAITING, RUNNING -> EventReason.MAINTENANCE_FAILED;
    };
  }

  /** Two objects may name one place. */
  private static String group(MaintenanceSeen seen) {
    return "repository/" + ArchivePlace.of(seen.repository().getSpec().s3()).name();
  }

  private static String namespace(MaintenanceSeen seen) {
    return seen.repository().getMetadata().getNamespace();
  }
}
