package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.event.EventReason;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.turn.LeaseApplier;
import dev.salvaguarda.controller.worker.WorkerApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.name.JobName;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was decided about a run. Everything it creates has a name that follows from the run, so
 * doing it twice changes nothing.
 */
public final class RunApplier {
  private static final Logger LOG = LoggerFactory.getLogger(RunApplier.class);

  /** After these ends a worker may have had no time to remove its lock. */
  private static final Set<FailureReason> ABRUPT =
      Set.of(
          FailureReason.WORKER_LOST,
          FailureReason.WORKER_OUT_OF_MEMORY,
          FailureReason.DEADLINE_EXCEEDED,
          FailureReason.CANCELLED);

  private final KubernetesClient client;
  private final WorkerApplier workers;
  private final LeaseApplier leases;
  private final ProofGatherer proofs;
  private final ProbeCalls probes;
  private final EventRecorder events;

  public RunApplier(
      KubernetesClient client,
      WorkerApplier workers,
      ProofGatherer proofs,
      ProbeCalls probes,
      EventRecorder events) {
    this.client = client;
    this.workers = workers;
    this.leases = new LeaseApplier(client);
    this.proofs = proofs;
    this.probes = probes;
    this.events = events;
  }

  /** Takes the leases of the run's groups; the answer is whether they could be had. */
  RunSeen claim(RunSeen seen, RunCache cache, Instant now) {
    Turn turn =
        leases.claim(
            CopyWorker.ownerReference(seen.run()),
            seen.namespace(),
            seen.groups(),
            (name, uid) ->
                cache
                    .run(seen.namespace(), name)
                    .filter(other -> other.getMetadata().getUid().equals(uid))
                    .filter(RunCache::isOpen)
                    .isPresent(),
            words -> tell(seen, EventReason.LOCK_TAKEN_OVER, words),
            now);
    return seen.withFacts(seen.facts().withTurn(turn));
  }

  void apply(RunSeen seen, Step step, RunCache cache, Instant now) {
    switch (step) {
      case StayQueued queued -> {
        if (seen.facts().memory().phase() != RunPhase.QUEUED) {
          tell(seen, EventReason.RUN_QUEUED, "Waits for %s.".formatted(queued.waitingFor()));
        }
      }
      case Lead(WorkerStep work) -> lead(seen, work, cache, now);
      case RetryLater retry -> retryLater(seen, retry);
      case Finish end -> finish(seen, end);
      case StayPending _, AwaitProof _ -> {}
    }
  }

  private void lead(RunSeen seen, WorkerStep work, RunCache cache, Instant now) {
    String job = JobName.of(seen.name(), Math.max(1, work.known().attempt()));
    switch (work) {
      case WorkerStep.Start start -> start(seen, start.known(), cache, now);
      case WorkerStep.Watch watch -> watch(seen, watch, cache, now);
      case WorkerStep.Stop _ -> workers.stop(seen.namespace(), job);
      case WorkerStep.Force _ -> workers.force(seen.namespace(), job, seen.worker().pod());
      case WorkerStep.Clear _ -> workers.clear(cache.workers().jobs());
      case WorkerStep.Rest _ -> deleteIfOutlived(seen);
      case WorkerStep.AwaitGone _, WorkerStep.AwaitRetry _, WorkerStep.Over _ -> {}
    }
  }

  /** The cluster collects runs that the operator created; those of people have no owner. */
  private void deleteIfOutlived(RunSeen seen) {
    if (seen.facts().around().policy() == PolicyPresence.DELETED
        && seen.run().getMetadata().getDeletionTimestamp() == null) {
      client
          .resources(BackupRun.class)
          .inNamespace(seen.namespace())
          .withName(seen.name())
          .delete();
    }
  }

  private void start(RunSeen seen, AttemptMemory known, RunCache cache, Instant now) {
    WorkerSpec spec = spec(seen, known, cache, now);
    try {
      workers.start(spec);
    } catch (KubernetesClientException refused) {
      if (known.attempt() == 1) {
        leases.release(seen.uid(), seen.namespace(), seen.groups());
      }
      throw refused;
    }
    LOG.atInfo()
        .addKeyValue("namespace", seen.namespace())
        .addKeyValue("run", seen.name())
        .addKeyValue("attempt", known.attempt())
        .log("attempt started");
    tell(
        seen,
        EventReason.ATTEMPT_STARTED,
        "Attempt %d started as Job %s.".formatted(known.attempt(), spec.jobName()));
  }

  private void watch(RunSeen seen, WorkerStep.Watch watch, RunCache cache, Instant now) {
    boolean unheardOf = watch.known().attempt() > seen.facts().memory().attempts().attempt();
    if (unheardOf && !watch.running() && seen.policy() != null && seen.repository() != null) {
      // An operator may have died between the Job and its work order: the pod waits for it.
      workers.start(spec(seen, watch.known(), cache, now));
    }
    String why = RunReport.waitingFor(seen);
    String told = seen.run().getStatus() == null ? null : seen.run().getStatus().reason();
    if (!why.isEmpty() && !FailureReason.WORKER_NOT_STARTED.wireName().equals(told)) {
      tell(
          seen,
          EventReason.ATTEMPT_NOT_STARTED,
          "The pod of attempt %d does not start yet: %s".formatted(watch.known().attempt(), why));
    }
  }

  private static WorkerSpec spec(RunSeen seen, AttemptMemory known, RunCache cache, Instant now) {
    List<BackupRun> runs = cache.runsOf(seen.namespace(), seen.run().getSpec().policyRef().name());
    return new CopyWorker(
            seen.run(),
            Objects.requireNonNull(seen.policy(), "an attempt needs its policy"),
            Objects.requireNonNull(seen.repository(), "an attempt needs its repository"),
            known.attempt(),
            seen.facts().memory().ledger().toCopy(seen.facts().self().targets()),
            PreviousCopies.of(runs),
            known.attempt() > 1 || PreviousCopies.mayHaveLeftOrphans(runs),
            Duration.between(now, Objects.requireNonNull(known.deadline())).toSeconds())
        .spec();
  }

  private void retryLater(RunSeen seen, RetryLater retry) {
    int attempt = retry.known().attempt();
    probeAfter(seen, retry.failure());
    if (retry.clear()) {
      workers.stop(seen.namespace(), JobName.of(seen.name(), attempt));
    } else {
      removeLocks(seen, retry.failure());
    }
    tell(
        seen,
        EventReason.ATTEMPT_FAILED,
        "Attempt %d failed: %s The next one starts at %s."
            .formatted(
                attempt,
                sentence(retry.failure().message()),
                Objects.requireNonNull(retry.known().retryAt()).truncatedTo(ChronoUnit.SECONDS)));
  }

  private void finish(RunSeen seen, Finish end) {
    int attempt = end.known().attempt();
    probeAfter(seen, end.failure());
    if (end.clear()) {
      workers.stop(seen.namespace(), JobName.of(seen.name(), attempt));
    } else if (end.failure() != null && attempt > 0) {
      removeLocks(seen, end.failure());
    }
    if (seen.policy() != null) {
      leases.release(seen.uid(), seen.namespace(), seen.groups());
    }
    LOG.atInfo()
        .addKeyValue("namespace", seen.namespace())
        .addKeyValue("run", seen.name())
        .addKeyValue("phase", end.phase().wireName())
        .log("run ended");
    tell(seen, reason(end.phase()), end.message());
  }

  /** What a worker met at the repository should not wait for the next probe to be known. */
  private void probeAfter(RunSeen seen, @Nullable Failure failure) {
    if (failure != null && failure.reason().isOfRepository() && seen.repository() != null) {
      probes.probeSoon(seen.namespace(), seen.repository().getMetadata().getName());
    }
  }

  private void removeLocks(RunSeen seen, Failure failure) {
    @Nullable String pod = seen.podName();
    if (pod != null && ABRUPT.contains(failure.reason())) {
      proofs.removeLocks(seen.repository(), pod);
    }
  }

  private void tell(RunSeen seen, EventReason reason, String message) {
    events.record(seen.run(), reason, message);
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  private static EventReason reason(RunPhase phase) {
    return switch (phase) {
      case SUCCEEDED -> EventReason.RUN_SUCCEEDED;
      case DEGRADED -> EventReason.RUN_DEGRADED;
      case CANCELLED -> EventReason.RUN_CANCELLED;
      case MISSED -> EventReason.RUN_MISSED;
      case FAILED, PENDING, QUEUED, STARTING, RUNNING -> EventReason.RUN_FAILED;
    };
  }
}
