package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.worker.WorkerApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was decided about an object's worker, whatever the work is. All that it creates has a
 * name that follows from the object, so doing it twice changes nothing.
 */
public final class AttemptApplier {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptApplier.class);

  /** After these ends a worker may have had no time to remove its lock. */
  private static final Set<FailureReason> ABRUPT =
      Set.of(
          FailureReason.WORKER_LOST,
          FailureReason.WORKER_OUT_OF_MEMORY,
          FailureReason.DEADLINE_EXCEEDED,
          FailureReason.MAINTENANCE_INTERRUPTED,
          FailureReason.CANCELLED);

  private final WorkerApplier workers;
  private final ProofGatherer proofs;
  private final ProbeCalls probes;
  private final EventRecorder events;
  private final LeftLocks leftLocks = new LeftLocks();

  public AttemptApplier(
      WorkerApplier workers, ProofGatherer proofs, ProbeCalls probes, EventRecorder events) {
    this.workers = workers;
    this.proofs = proofs;
    this.probes = probes;
    this.events = events;
  }

  /** Creates the Job of an attempt and its work order, or finds them. */
  public void start(AttemptOwner owner, WorkerSpec spec) {
    removeLeftLocks(owner);
    workers.start(spec);
    LOG.atInfo()
        .addKeyValue("namespace", owner.namespace())
        .addKeyValue("kind", owner.object().getKind())
        .addKeyValue("name", owner.name())
        .addKeyValue("attempt", spec.attempt())
        .log("attempt started");
    tell(
        owner,
        EventReason.ATTEMPT_STARTED,
        "Attempt %d started as Job %s.".formatted(spec.attempt(), spec.jobName()));
  }

  /**
   * Creates what may be missing of an attempt that nobody reported: an operator may have died
   * between the Job and its work order, for which the pod waits.
   */
  public void complete(WorkerSpec spec) {
    workers.start(spec);
  }

  /** Tells once what keeps a pod from starting. */
  public void tellWhatItWaitsFor(AttemptOwner owner, int attempt, @Nullable String reasonTold) {
    String why = owner.worker().waitingFor();
    if (!why.isEmpty() && !FailureReason.WORKER_NOT_STARTED.wireName().equals(reasonTold)) {
      tell(
          owner,
          EventReason.ATTEMPT_NOT_STARTED,
          "The pod of attempt %d does not start yet: %s".formatted(attempt, why));
    }
  }

  /** Stops, removes or clears up; starting and watching are the matter of the kind of work. */
  public void lead(AttemptOwner owner, WorkerStep work, List<Job> jobs) {
    String job = owner.jobName(Math.max(1, work.known().attempt()));
    switch (work) {
      case WorkerStep.Stop _ -> workers.stop(owner.namespace(), job);
      case WorkerStep.Force _ -> workers.force(owner.namespace(), job, owner.worker().pod());
      case WorkerStep.Clear _ -> workers.clear(jobs);
      case WorkerStep.Start _,
          WorkerStep.Watch _,
          WorkerStep.Rest _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _ -> {}
    }
  }

  /** An attempt failed and another one follows. */
  public void retryLater(AttemptOwner owner, AttemptMemory known, Failure failure, boolean clear) {
    clearUp(owner, known, failure, clear);
    removeLeftLocks(owner);
    tell(
        owner,
        EventReason.ATTEMPT_FAILED,
        "Attempt %d failed: %s The next one starts at %s."
            .formatted(
                known.attempt(),
                sentence(failure.message()),
                Objects.requireNonNull(known.retryAt()).truncatedTo(ChronoUnit.SECONDS)));
  }

  /** The work has ended; {@code phase} is only told to the log. */
  public void finish(
      AttemptOwner owner,
      AttemptMemory known,
      @Nullable Failure failure,
      boolean clear,
      String phase) {
    if (failure != null) {
      clearUp(owner, known, failure, clear);
    } else if (clear) {
      workers.stop(owner.namespace(), owner.jobName(known.attempt()));
    }
    removeLeftLocks(owner);
    LOG.atInfo()
        .addKeyValue("namespace", owner.namespace())
        .addKeyValue("kind", owner.object().getKind())
        .addKeyValue("name", owner.name())
        .addKeyValue("phase", phase)
        .log("work ended");
  }

  /** Tells people. */
  public void tell(AttemptOwner owner, EventReason reason, String message) {
    events.record(owner.object(), reason, message);
  }

  private void clearUp(AttemptOwner owner, AttemptMemory known, Failure failure, boolean clear) {
    probeAfter(owner, failure);
    if (clear) {
      workers.stop(owner.namespace(), owner.jobName(known.attempt()));
    } else if (known.attempt() > 0) {
      noteLocks(owner, failure);
    }
  }

  /** What a worker met at the repository should not wait for the next probe to be known. */
  private void probeAfter(AttemptOwner owner, Failure failure) {
    if (failure.reason().isOfRepository()) {
      probeSoon(owner);
    }
  }

  /** Has all repositories that the work is about probed within seconds. */
  public void probeSoon(AttemptOwner owner) {
    owner
        .repositories()
        .forEach(one -> probes.probeSoon(owner.namespace(), one.getMetadata().getName()));
  }

  private void noteLocks(AttemptOwner owner, Failure failure) {
    String pod = owner.podName();
    if (pod != null && ABRUPT.contains(failure.reason())) {
      owner.repositories().forEach(one -> leftLocks.add(one, pod));
    }
  }

  private void removeLeftLocks(AttemptOwner owner) {
    for (BackupRepository one : owner.repositories()) {
      leftLocks
          .remove(one, pod -> proofs.removeLocks(one, pod))
          .forEach((pod, locks) -> tellOfLocks(owner, one, pod, locks));
    }
  }

  private void tellOfLocks(AttemptOwner owner, BackupRepository from, String pod, int locks) {
    tell(
        owner,
        EventReason.LOCK_REMOVED,
        "Removed %d lock%s on the repository %s that the pod %s left behind."
            .formatted(locks, locks == 1 ? "" : "s", from.getMetadata().getName(), pod));
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }
}
