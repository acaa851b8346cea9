package dev.salvaguarda.agent.retention;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.retention.Reason;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.retention.SnapshotFact;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * Does what the orders say. A snapshot that the store refuses to delete stays, and the result
   * says so: it must not keep all others from being looked after.
   *
   * @param done takes the result of each order when all of it is done
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
    for (RetentionOrder order : orders) {
      RetentionDecision decision = decide(order, all);
      Set<String> refused =
          decision.of(Fate.REMOVED).reversed().stream()
              .filter(judged -> !remove(order, judged))
              .map(judged -> judged.snapshot().id())
              .collect(Collectors.toSet());
      done.accept(RetentionResult.of(order, decision.refused(refused)));
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

  /**
   * The store is asked about locks of those only that no rule keeps: that costs a request for each.
   * Those that are held back are asked about, too: what is locked must neither be announced as
   * going nor count against what a pass may remove.
   */
  private RetentionDecision decide(RetentionOrder order, List<Snapshot> all) {
    Map<String, Optional<Instant>> locks = new HashMap<>();
    RetentionTerms terms = here(order.terms(), all);
    while (true) {
      List<SnapshotFact> facts =
          all.stream().flatMap(snapshot -> fact(order, snapshot, locks).stream()).toList();
      RetentionDecision decision = RetentionDecision.decide(terms, facts, order.at());
      List<String> unasked =
          Stream.of(Fate.REMOVED, Fate.HELD_BACK)
              .flatMap(fate -> decision.of(fate).stream())
              .map(judged -> judged.snapshot().id())
              .filter(id -> !locks.containsKey(id))
              .toList();
      if (unasked.isEmpty()) {
        return decision;
      }
      unasked.forEach(id -> locks.put(id, lockedUntil(id)));
    }
  }

  /** A floor that names a snapshot names its copies in other repositories as well. */
  private static RetentionTerms here(RetentionTerms terms, List<Snapshot> all) {
    Floors floors = terms.floors();
    Set<String> named = floors.newestVerified();
    Set<String> verified =
        all.stream()
            .filter(snapshot -> named.contains(snapshot.origin().toString()))
            .map(snapshot -> snapshot.id().toString())
            .collect(Collectors.toCollection(() -> new HashSet<>(named)));
    return new RetentionTerms(
        terms.rules(),
        terms.zone(),
        new Floors(floors.goodRuns(), verified, floors.held(), floors.damaged()),
        terms.limit());
  }

  private Optional<Instant> lockedUntil(String id) {
    return repository.store().lockedUntil(FileType.SNAPSHOT.key(FileId.parse(id)));
  }

  private static Optional<SnapshotFact> fact(
      RetentionOrder order, Snapshot snapshot, Map<String, Optional<Instant>> locks) {
    String id = snapshot.id().toString();
    String target = SnapshotTags.targetOf(snapshot.tags());
    if (!SnapshotTags.isOnlyOf(snapshot.tags(), order.namespace(), order.policy())
        || target.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Instant locked = locks.getOrDefault(id, Optional.empty()).orElse(null);
    return Optional.of(
        new SnapshotFact(
            id,
            snapshot.time(),
            snapshot.hostname(),
            target,
            SnapshotTags.runUidOf(snapshot.tags()),
            order.terms().floors().damaged().contains(id)
                ? Quality.DOUBTED
                : SnapshotTags.qualityOf(snapshot.tags()),
            locked));
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
