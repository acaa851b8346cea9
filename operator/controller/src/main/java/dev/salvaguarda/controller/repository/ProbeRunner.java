package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
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
import java.util.concurrent.locks.ReentrantLock;
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

  /** After that it is told that others keep it from beginning. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ArchiveAccess archives;
  private final Duration deadline;
  private final Errands<ProbeOutcome> probes;

  /** Those whose changes were taken. */
  private final Map<String, Errand<ProbeOutcome>> told = new ConcurrentHashMap<>();

  private final ReentrantLock[] placeLocks = new ReentrantLock[PLACE_LOCKS];

  /**
   * @param deadline after which a probe that has begun counts as unanswered
   */
  public ProbeRunner(ArchiveAccess archives, Clock clock, Duration deadline) {
    this.archives = archives;
    this.deadline = deadline;
    this.probes = new Errands<>("probe", PROBES_AT_A_TIME, clock);
    for (int i = 0; i < PLACE_LOCKS; i++) {
      placeLocks[i] = new ReentrantLock();
    }
  }

  /** The newest probe of the object with this UID. */
  Optional<ProbeState> newest(String uid) {
    return probes
        .newest(uid)
        .map(probe ->
            new ProbeState(
                probe.inputs(),
                probe.ended().map(end -> new ProbeState.Ended(end.outcome(), end.at()))));
  }

  /**
   * Begins a probe, unless one is under way for the object.
   *
   * @param inputs names the state of the spec and its Secrets that the request was made of
   * @param ended called once the outcome can be read from {@link #newest}
   */
  void start(String uid, String inputs, ProbeRequest request, Runnable ended) {
    probes.start(
        uid,
        new Errand.Job<>(
            inputs,
            deadline,
            () -> lockedProbe(request),
            () -> late(request),
            error -> broken(request, error),
            ended,
            new Errand.Turn<>(PATIENCE, ProbeRunner::unbegun)));
  }

  /** The changes that the newest probe made, once: the next call has none. */
  List<ProbeOutcome.Change> takeChanges(String uid) {
    Optional<Errand<ProbeOutcome>> probe =
        probes.newest(uid).filter(one -> one.ended().isPresent());
    if (probe.isEmpty() || told.put(uid, probe.get()) == probe.get()) {
      return List.of();
    }
    return switch (probe.get().ended().orElseThrow().outcome()) {
      case ProbeOutcome.Usable usable -> usable.changes();
      case ProbeOutcome.Unusable unusable -> unusable.changes();
    };
  }

  /** Forgets the probes of objects that are no more. */
  void retainOnly(Collection<String> uids) {
    probes.retainOnly(uids);
    told.keySet().retainAll(uids);
  }

  @Override
  public void close() {
    probes.close();
  }

  private static ProbeOutcome broken(ProbeRequest request, Throwable error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("repository", request.login().name())
        .log("probe broke");
    return unusable(
        FailureReason.INTERNAL,
        "The probe ended with an error that was not expected; the log has it.");
  }

  private static ProbeOutcome unbegun() {
    return unusable(
        FailureReason.INTERNAL, "The probe could not begin: those before it did not end.");
  }

  private ProbeOutcome late(ProbeRequest request) {
    return unusable(
        FailureReason.REPOSITORY_UNREACHABLE,
        "%s did not answer within %d s."
            .formatted(request.login().place().endpoint(), deadline.toSeconds()));
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

  private static ProbeOutcome unusable(FailureReason reason, String message) {
    return new ProbeOutcome.Unusable(new Failure(reason, message), List.of());
  }
}
