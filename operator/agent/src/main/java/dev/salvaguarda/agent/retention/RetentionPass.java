package dev.salvaguarda.agent.retention;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.Reason;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionForecast;
import dev.salvaguarda.domain.retention.SnapshotFact;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.domain.workorder.RetentionResult.Preview;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One pass over the snapshots of a repository. A snapshot that is of no policy, of several, of one
 * that no order names, or of no target, is not looked at.
 */
public final class RetentionPass {
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private final Repository repository;
  private final RepositoryLock lock;
  private final Notes notes;

  /**
   * A pass that has not begun.
   *
   * @param lock that keeps everybody else away
   * @param notes takes a line for each snapshot that goes
   */
  public RetentionPass(Repository repository, RepositoryLock lock, Notes notes) {
    this.repository = repository;
    this.lock = lock;
    this.notes = notes;
  }

  /**
   * Does what the orders say, and then tells what the next pass will do. A snapshot that the store
   * refuses to delete stays, and the result says so: it must not keep all others from being looked
   * after.
   *
   * @param done takes the result of each order when all of it is done, and once more with what the
   *     next pass does
   * @throws RepositoryException if the snapshots can't all be read, the store does not answer, or
   *     the lock is lost; what is not done by then stays undone. {@code CLOCK_SKEW}, before
   *     anything is done, if an order is from the future
   */
  public void run(List<RetentionOrder> orders, Consumer<RetentionResult> done) {
    if (orders.isEmpty()) {
      return;
    }
    requireNotFromTheFuture(orders);
    List<Snapshot> all = repository.snapshots().list();
    List<Carried> carried = new ArrayList<>();
    for (RetentionOrder order : orders) {
      PolicySnapshots snapshots = new PolicySnapshots(order, all, this::lockedUntil);
      RetentionDecision decision = snapshots.decide();
      Set<String> refused =
          decision.of(Fate.REMOVED).reversed().stream()
              .filter(judged -> !remove(order, judged))
              .map(judged -> judged.snapshot().id())
              .collect(Collectors.toSet());
      RetentionDecision outcome = decision.refused(refused);
      done.accept(RetentionResult.of(order, outcome, null));
      carried.add(new Carried(order, snapshots, outcome, refused));
    }
    carried.forEach(one -> preview(one, done));
  }

  /** An order that was carried out. */
  private record Carried(
      RetentionOrder order,
      PolicySnapshots snapshots,
      RetentionDecision outcome,
      Set<String> refused) {}

  /** What was done is done, also if nobody can say what comes next. */
  private static void preview(Carried carried, Consumer<RetentionResult> done) {
    RetentionOrder order = carried.order();
    NextPass next = order.next();
    if (next != null) {
      Optional<RetentionForecast> forecast;
      try {
        forecast = carried.snapshots().forecast(carried.outcome(), carried.refused(), next);
      } catch (RepositoryException e) {
        forecast = Optional.empty();
      }
      done.accept(
          RetentionResult.of(order, carried.outcome(), Preview.of(next, order.terms(), forecast)));
    }
  }

  /**
   * By a clock that is ahead, holds and locks end too early. One that waited for its pod is older
   * than the store's clock, and keeps more than it might.
   */
  private void requireNotFromTheFuture(List<RetentionOrder> orders) {
    Instant now = repository.store().serverTime();
    for (RetentionOrder order : orders) {
      Duration ahead = Duration.between(now, order.at());
      if (ahead.compareTo(TOLERATED_SKEW) >= 0) {
        throw new RepositoryException(
            dev.salvaguarda.repository.model.Reason.CLOCK_SKEW,
            "The operator's clock is %d s ahead of the object store's; from 5 minutes on no snapshot is removed by it."
                .formatted(ahead.toSeconds()));
      }
    }
  }

  private Optional<Instant> lockedUntil(String id) {
    return repository.store().lockedUntil(FileType.SNAPSHOT.key(FileId.parse(id)));
  }

  /** Whether the store let go of it. */
  private boolean remove(RetentionOrder order, JudgedSnapshot judged) {
    SnapshotFact snapshot = judged.snapshot();
    FileId id = FileId.parse(snapshot.id());
    lock.requireHeld();
    String which =
        "The snapshot %s of %s, made at %s,"
            .formatted(id.abbreviated(), order.policy(), snapshot.time());
    try {
      repository.files().delete(FileType.SNAPSHOT, id);
    } catch (RepositoryException e) {
      FailureReason why = RepositoryFailures.of(e).reason();
      if (why != FailureReason.REPOSITORY_ACCESS_DENIED) {
        throw e;
      }
      notes.warning(
          snapshot.target(),
          new Failure(why, which + " stays, because the object store refuses to delete it."));
      return false;
    }
    notes.info(
        snapshot.target(),
        "%s is removed (%s)."
            .formatted(
                which,
                judged.reasons().stream().map(Reason::words).collect(Collectors.joining("; "))));
    return true;
  }
}
