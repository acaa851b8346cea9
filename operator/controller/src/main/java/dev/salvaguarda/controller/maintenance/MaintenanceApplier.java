package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.Finding;
import dev.salvaguarda.controller.retention.Places;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what was decided about passes over a repository. */
public final class MaintenanceApplier {
  private final AttemptApplier attempts;
  private final LeaseApplier leases;
  private final LeftLockApplier locks;
  private final RetentionApplier retention;
  private final RunDamageApplier damage;
  private final FoundDamageApplier found;
  private final OpenPassGatherer others;
  private final String resticProgram;

  /**
   * An applier.
   *
   * @param resticProgram name or path in the workers' image of the stock restic that prunes
   */
  public MaintenanceApplier(
      KubernetesClient client,
      AttemptApplier attempts,
      RunRecords records,
      LeftLockApplier locks,
      String resticProgram) {
    this.attempts = attempts;
    this.leases = new LeaseApplier(client);
    this.retention = new RetentionApplier(client);
    this.damage = new RunDamageApplier(client, records);
    this.found = new FoundDamageApplier(client);
    this.others = new OpenPassGatherer(client);
    this.locks = locks;
    this.resticProgram = resticProgram;
  }

  /** Takes the lease of the place; the answer is whether it could be had. */
  MaintenanceSeen claim(MaintenanceSeen seen, Instant now) {
    Turn turn =
        leases.claim(
            AttemptOwner.reference(seen.subject().object()),
            seen.subject().namespace(),
            Set.of(group(seen.subject().required())),
            (_, uid) -> others.isOpen(seen.subject().namespace(), uid),
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
      case Finish end -> finish(seen, end, around, now);
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
              seen.subject().kind().started(),
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
        seen.owner(), watch.known().attempt(), seen.subject().told().reason());
  }

  private WorkerSpec spec(MaintenanceSeen seen, AttemptMemory known, Instant now) {
    return new MaintenanceWorker(
            seen.subject(),
            seen.subject().jobs(seen.facts().memory().dueAt()),
            known.attempt(),
            resticProgram,
            seen.subject().kind() == PassKind.MAINTENANCE && isWhole(seen),
            Readings.next(seen.subject(), seen.damage()),
            seen.retention(),
            seen.damage(),
            Duration.between(now, Objects.requireNonNull(known.deadline())).toSeconds())
        .spec();
  }

  /** What lacked something when it was last looked at is only looked at until it is whole again. */
  private static boolean isWhole(MaintenanceSeen seen) {
    var last = seen.subject().told().last();
    return last == null
        || (last.findings().isEmpty()
            && (last.damagedSnapshots() == null || last.damagedSnapshots() == 0));
  }

  private void finish(MaintenanceSeen seen, Finish end, Around around, Instant now) {
    tellPolicies(seen, end.result());
    tellOfDamage(seen, end.result(), around, now);
    attempts.finish(seen.owner(), end.known(), end.failure(), end.clear(), end.phase().name());
    removeLeftLocks(seen, around, end.result());
    leases.release(seen.subject().object().getMetadata().getUid(), seen.subject().namespace());
    tell(
        seen,
        reason(seen.subject().kind(), end.phase()),
        MaintenanceSentence.of(end, PassTally.of(seen, end)));
  }

  /** Runs first: what is written down at the repository replaces what they are told by. */
  private void tellOfDamage(
      MaintenanceSeen seen, @Nullable MaintenanceResult result, Around around, Instant now) {
    BackupRepository repository = seen.subject().repository();
    if (result == null || result.check() == null || repository == null) {
      return;
    }
    Places places = around.places();
    Finding finding = finding(seen, result);
    List<DamageStatus> before = new ArrayList<>(places.replaced(repository, finding));
    Optional.ofNullable(seen.subject().told().damage()).ifPresent(before::add);
    damage.tell(
        repository,
        places,
        places.damageAfter(repository, finding),
        new RunDamageApplier.Mended(before, finding.all()),
        now);
    if (seen.subject().kind() == PassKind.INTEGRITY) {
      found.write(repository, places, finding, now);
    }
  }

  private static Finding finding(MaintenanceSeen seen, MaintenanceResult result) {
    Optional<MaintenanceResult.Reading> whole =
        Optional.ofNullable(result.reading()).filter(MaintenanceResult.Reading::complete);
    return new Finding(
        seen.subject().object(),
        DamageReport.of(result.damage()),
        whole.isPresent() ? seen.facts().memory().attempts().startedAt() : null,
        whole.filter(reading -> reading.rotation().of() == 1).isPresent());
  }

  /** First of all: a status that was written says that this was done. */
  private void tellPolicies(MaintenanceSeen seen, @Nullable MaintenanceResult result) {
    Instant dueAt = seen.facts().memory().dueAt();
    if (result != null && dueAt != null) {
      retention.write(seen.subject().repositoryName(), dueAt, result.retention());
    }
  }

  private void removeLeftLocks(
      MaintenanceSeen seen, Around around, @Nullable MaintenanceResult result) {
    if (result == null || result.locks().isEmpty()) {
      return;
    }
    locks
        .remove(seen.subject().required(), around.policies().get(), result.locks())
        .forEach(words -> tell(seen, EventReason.LOCK_REMOVED, words));
  }

  private void tell(MaintenanceSeen seen, EventReason reason, String message) {
    attempts.tell(seen.owner(), reason, message);
  }

  private static EventReason reason(PassKind kind, MaintenancePhase phase) {
    return switch (phase) {
      case SUCCEEDED -> kind.succeeded();
      case DEGRADED -> EventReason.REPOSITORY_DAMAGED;
      case FAILED, NONE, WAITING, RUNNING -> kind.failed();
    };
  }

  /** Two objects may name one place. */
  private static String group(BackupRepository repository) {
    return "repository/" + ArchivePlace.of(repository.getSpec().s3()).name();
  }
}
