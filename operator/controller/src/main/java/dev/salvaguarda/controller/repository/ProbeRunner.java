package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs probes beside the reconciliations, a few at a time, each with a deadline, and remembers the
 * newest of every BackupRepository. What it remembers may be lost at any time: another probe then
 * finds the same.
 */
public final class ProbeRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRunner.class);
  private static final int PROBES_AT_A_TIME = 4;
  private static final int PLACE_LOCKS = 64;

  private final ArchiveAccess archives;
  private final Clock clock;
  private final Duration deadline;
  private final Map<String, Probe> newest = new ConcurrentHashMap<>();
  private final ReentrantLock[] placeLocks = new ReentrantLock[PLACE_LOCKS];
  private final ExecutorService workers =
      Executors.newFixedThreadPool(PROBES_AT_A_TIME, daemons("probe-"));
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(1, daemons("probe-deadline-"));

  /**
   * @param deadline after which a probe that has begun counts as unanswered
   */
  public ProbeRunner(ArchiveAccess archives, Clock clock, Duration deadline) {
    this.archives = archives;
    this.clock = clock;
    this.deadline = deadline;
    // Else an alarm that was called off keeps the request, with its secrets, until its time.
    deadlines.setRemoveOnCancelPolicy(true);
    for (int i = 0; i < PLACE_LOCKS; i++) {
      placeLocks[i] = new ReentrantLock();
    }
  }

  /** The newest probe of the object with this UID. */
  Optional<ProbeState> newest(String uid) {
    return Optional.ofNullable(newest.get(uid)).map(Probe::state);
  }

  /**
   * Begins a probe, unless one is under way for the object.
   *
   * @param inputs names the state of the spec and its Secrets that the request was made of
   * @param ended called once the outcome can be read from {@link #newest}
   */
  void start(String uid, String inputs, ProbeRequest request, Runnable ended) {
    Probe probe = new Probe(uid, inputs, ended);
    Probe current =
        newest.compute(
            uid, (_, last) -> last != null && last.state().outcome().isEmpty() ? last : probe);
    if (current == probe) {
      probe.work = workers.submit(() -> run(probe, request));
    }
  }

  /** The changes that the newest probe made, once: the next call has none. */
  List<ProbeOutcome.Change> takeChanges(String uid) {
    Probe probe = newest.get(uid);
    return probe == null ? List.of() : probe.takeChanges();
  }

  /** Forgets the probes of objects that are no more. */
  void retainOnly(Collection<String> uids) {
    newest.keySet().retainAll(uids);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    deadlines.shutdownNow();
  }

  private void run(Probe probe, ProbeRequest request) {
    Future<?> alarm =
        deadlines.schedule(
            () -> expire(probe, request), deadline.toMillis(), TimeUnit.MILLISECONDS);
    try {
      probe.end(lockedProbe(request), clock);
    } catch (RuntimeException | Error e) {
      // A probe that never ended would be waited for, so want of memory ends it, too.
      LOG.atError()
          .setCause(e)
          .addKeyValue("repository", request.login().name())
          .log("probe broke");
      String message = "The probe ended with an error that was not expected; the log has it.";
      probe.end(unusable(FailureReason.INTERNAL, message), clock);
    } finally {
      alarm.cancel(false);
    }
  }

  /** Two objects with one place must not both find it empty and make a repository. */
  private ProbeOutcome lockedProbe(ProbeRequest request) {
    ArchivePlace place = request.login().place();
    String key = place.bucket() + "/" + place.prefix();
    ReentrantLock lock = placeLocks[Math.floorMod(key.hashCode(), PLACE_LOCKS)];
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unusable(
          FailureReason.REPOSITORY_UNREACHABLE, "The probe was stopped before it began.");
    }
    try {
      return archives.probe(request);
    } finally {
      lock.unlock();
    }
  }

  private void expire(Probe probe, ProbeRequest request) {
    String message =
        "%s did not answer within %d s."
            .formatted(request.login().place().endpoint(), deadline.toSeconds());
    probe.end(unusable(FailureReason.REPOSITORY_UNREACHABLE, message), clock);
    probe.interrupt();
  }

  private static ProbeOutcome unusable(FailureReason reason, String message) {
    return new ProbeOutcome.Unusable(new Failure(reason, message), List.of());
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static final class Probe {
    private final String uid;
    private final Runnable ended;
    private volatile ProbeState state;
    private volatile @Nullable Future<?> work;
    private boolean changesTaken;

    Probe(String uid, String inputs, Runnable ended) {
      this.uid = uid;
      this.ended = ended;
      this.state = new ProbeState(inputs, Optional.empty());
    }

    ProbeState state() {
      return state;
    }

    void end(ProbeOutcome outcome, Clock clock) {
      synchronized (this) {
        if (state.outcome().isPresent()) {
          return;
        }
        state =
            new ProbeState(
                state.inputs(), Optional.of(new ProbeState.Ended(outcome, clock.instant())));
      }
      LOG.atDebug().addKeyValue("uid", uid).log("probe ended");
      ended.run();
    }

    synchronized List<ProbeOutcome.Change> takeChanges() {
      if (changesTaken || state.outcome().isEmpty()) {
        return List.of();
      }
      changesTaken = true;
      return switch (state.outcome().get().outcome()) {
        case ProbeOutcome.Usable usable -> usable.changes();
        case ProbeOutcome.Unusable unusable -> unusable.changes();
      };
    }

    void interrupt() {
      Future<?> running = work;
      if (running != null) {
        running.cancel(true);
      }
    }
  }
}
