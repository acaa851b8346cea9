package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.hook.HookApplier;
import dev.salvaguarda.controller.status.FinalizerApplier;
import dev.salvaguarda.controller.turn.LeaseApplier;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.hook.HookStep;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.BeginHooks;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;

/**
 * Does what was decided about a run. Everything it creates has a name that follows from the run, so
 * doing it twice changes nothing.
 */
public final class RunApplier {
  private final AttemptApplier attempts;
  private final LeaseApplier leases;
  private final HookApplier hooks;
  private final FinalizerApplier<BackupRun> finalizer;

  public RunApplier(KubernetesClient client, AttemptApplier attempts, HookApplier hooks) {
    this.attempts = attempts;
    this.hooks = hooks;
    this.leases = new LeaseApplier(client);
    this.finalizer =
        new FinalizerApplier<>(
            client, BackupRun::new, ApiGroup.HOOKS_FINALIZER, "salvaguarda-hooks");
  }

  /** Takes the leases of the run's groups; the answer is whether they could be had. */
  RunSeen claim(RunSeen seen, RunCache cache, Instant now) {
    Turn turn =
        leases.claim(
            AttemptOwner.reference(seen.run()),
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

  /**
   * Does it.
   *
   * @param wake has the run looked at again
   */
  void apply(RunSeen seen, Step step, RunCache cache, Runnable wake, Instant now) {
    switch (step) {
      case StayQueued queued -> {
        if (seen.facts().memory().phase() != RunPhase.QUEUED) {
          tell(seen, EventReason.RUN_QUEUED, "Waits for %s.".formatted(queued.waitingFor()));
        }
      }
      case Lead(WorkerStep work) -> lead(seen, work, cache, now);
      case RetryLater retry ->
          attempts.retryLater(seen.owner(), retry.known(), retry.failure(), retry.clear());
      case CallHooks(HookStep.Going going) -> call(seen, going, wake);
      case Close(Finish end, _) -> close(seen, end);
      case Finish end -> finish(seen, end);
      case BeginHooks _ -> finalizer.keep(identity(seen.run()));
      case StayPending _, AwaitProof _ -> {}
    }
  }

  /** In whatever state it is by now. */
  private static ObjectMeta identity(BackupRun run) {
    return new ObjectMetaBuilder(run.getMetadata()).withResourceVersion(null).build();
  }

  private void call(RunSeen seen, HookStep.Going going, Runnable wake) {
    if (going.toCall() >= 0) {
      hooks.call(seen.run(), going.toCall(), going.calls().get(going.toCall()), wake);
    }
    HookWords.news(seen.facts().memory().hooks(), going)
        .ifPresent(news -> tell(seen, EventReason.HOOK_FAILED, news));
  }

  private void lead(RunSeen seen, WorkerStep work, RunCache cache, Instant now) {
    if (seen.facts().memory().phase().isTerminal()) {
      // Its end is written down, so that it is nobody's rival, whoever else keeps it.
      hooks.forget(seen.run());
      finalizer.letGo(seen.run(), identity(seen.run()));
    }
    switch (work) {
      case WorkerStep.Start start -> start(seen, start.known(), cache, now);
      case WorkerStep.Watch watch -> watch(seen, watch, cache, now);
      case WorkerStep.Rest _ -> {}
      case WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.Clear _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _ ->
          attempts.lead(seen.owner(), work, cache.workers().jobs());
    }
  }

  private void start(RunSeen seen, AttemptMemory known, RunCache cache, Instant now) {
    try {
      attempts.start(seen.owner(), CopyWorker.of(seen, known, cache, now).spec());
    } catch (KubernetesClientException refused) {
      // Those of a run that called its hooks are kept: nobody else gets in between.
      if (known.attempt() == 1 && seen.facts().memory().hooks().isEmpty()) {
        leases.release(seen.uid(), seen.namespace());
      }
      throw refused;
    }
  }

  private void watch(RunSeen seen, WorkerStep.Watch watch, RunCache cache, Instant now) {
    boolean unheardOf = watch.known().attempt() > seen.facts().memory().attempts().attempt();
    if (unheardOf && !watch.running() && seen.policy() != null && seen.repository() != null) {
      attempts.complete(CopyWorker.of(seen, watch.known(), cache, now).spec());
    }
    String told = seen.run().getStatus() == null ? null : seen.run().getStatus().reason();
    attempts.tellWhatItWaitsFor(seen.owner(), watch.known().attempt(), told);
  }

  /** The work has ended, whatever follows. */
  private void close(RunSeen seen, Finish end) {
    attempts.finish(seen.owner(), end.known(), end.failure(), end.clear(), end.phase().wireName());
  }

  private void finish(RunSeen seen, Finish end) {
    if (seen.facts().memory().verdict() == null) {
      close(seen, end);
    }
    leases.release(seen.uid(), seen.namespace());
    if (end.phase() == RunPhase.DEGRADED) {
      // What it stored changes no policy's newest good copy, by which repositories know of copies.
      attempts.probeSoon(seen.owner());
    }
    tell(seen, reason(end.phase()), end.message());
  }

  private void tell(RunSeen seen, EventReason reason, String message) {
    attempts.tell(seen.owner(), reason, message);
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
