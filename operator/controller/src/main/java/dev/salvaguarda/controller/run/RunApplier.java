package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.event.EventReason;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.run.manifest.SourceHost;
import dev.salvaguarda.controller.run.manifest.WorkerSettings;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.AwaitRetry;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
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
  private final AnswerGatherer answers;
  private final EventRecorder events;

  public RunApplier(
      KubernetesClient client,
      WorkerSettings settings,
      AnswerGatherer answers,
      EventRecorder events) {
    this.client = client;
    this.workers = new WorkerApplier(client, settings);
    this.answers = answers;
    this.events = events;
  }

  void apply(RunSeen seen, RunDecision.Step step, Instant now) {
    switch (step) {
      case StayPending _ -> release(seen);
      case StayQueued queued -> stayQueued(seen, queued);
      case ClaimTurn _ -> claim(seen, now);
      case StartAttempt start -> start(seen, start, now);
      case Watch watch -> workers.completeOrder(seen, watch, answers.hasSessionToken(seen));
      case StopWorker stop -> workers.stop(seen, stop.attempt());
      case ForceWorker force -> workers.force(seen, force.attempt());
      case RetryLater retry -> retryLater(seen, retry);
      case Finish end -> finish(seen, end);
      case ClearWorker _ -> workers.clear(seen);
      case Rest _ -> deleteIfOutlived(seen);
      case AwaitEnd _, AwaitRetry _ -> {}
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

  private void stayQueued(RunSeen seen, StayQueued queued) {
    release(seen);
    if (seen.facts().memory().phase() != RunPhase.QUEUED) {
      tell(seen, EventReason.RUN_QUEUED, "Waits for %s.".formatted(queued.waitingFor()));
    }
  }

  private void claim(RunSeen seen, Instant now) {
    String group = SourceHost.groupOf(Objects.requireNonNull(seen.policy()));
    Lease wanted = GroupLease.heldBy(seen, group, seen.lease(), now);
    try {
      if (seen.lease() == null) {
        client.resource(wanted).create();
      } else {
        client.resource(wanted).update();
        tell(
            seen,
            EventReason.LOCK_TAKEN_OVER,
            "Took the lease of group %s over from run %s, which has ended or is gone."
                .formatted(group, GroupLease.runOf(seen.lease())));
      }
    } catch (KubernetesClientException refused) {
      // Somebody was faster, or the lease was just released: the next look shows which.
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT
          && refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }

  private void start(RunSeen seen, StartAttempt start, Instant now) {
    String job = workers.start(seen, start, answers.hasSessionToken(seen), now);
    LOG.atInfo()
        .addKeyValue("namespace", seen.namespace())
        .addKeyValue("run", seen.name())
        .addKeyValue("attempt", start.attempt())
        .log("attempt started");
    tell(
        seen,
        EventReason.ATTEMPT_STARTED,
        "Attempt %d started as Job %s.".formatted(start.attempt(), job));
  }

  private void retryLater(RunSeen seen, RetryLater retry) {
    if (retry.clear()) {
      workers.stop(seen, retry.attempt());
    } else {
      removeLocks(seen, retry.failure());
    }
    tell(
        seen,
        EventReason.ATTEMPT_FAILED,
        "Attempt %d failed: %s The next one starts at %s."
            .formatted(retry.attempt(), sentence(retry.failure().message()), retry.at()));
  }

  private void finish(RunSeen seen, Finish end) {
    if (end.clear()) {
      workers.stop(seen, end.attempt());
    } else if (end.failure() != null && end.attempt() > 0) {
      removeLocks(seen, end.failure());
    }
    release(seen);
    LOG.atInfo()
        .addKeyValue("namespace", seen.namespace())
        .addKeyValue("run", seen.name())
        .addKeyValue("phase", end.phase().wireName())
        .log("run ended");
    tell(seen, reason(end.phase()), end.message());
  }

  private void release(RunSeen seen) {
    if (!seen.holdsLease()) {
      return;
    }
    try {
      client.resource(Objects.requireNonNull(seen.lease())).lockResourceVersion().delete();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT
          && refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }

  private void removeLocks(RunSeen seen, Failure failure) {
    @Nullable String pod = seen.podName();
    if (pod == null || !ABRUPT.contains(failure.reason())) {
      return;
    }
    try {
      answers.removeLocks(seen, pod);
    } catch (ArchiveAccessException silent) {
      LOG.atWarn()
          .addKeyValue("run", seen.name())
          .addKeyValue("pod", pod)
          .addKeyValue("reason", silent.failure().reason().wireName())
          .log("locks of a lost worker not removed");
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
      case FAILED, PENDING, QUEUED, RUNNING -> EventReason.RUN_FAILED;
    };
  }
}
