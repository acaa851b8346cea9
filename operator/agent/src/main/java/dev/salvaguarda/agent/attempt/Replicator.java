package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.copy.SnapshotCopier;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the policy's snapshots from the first repository to the further ones, one after the other
 * in the order of the policy. What goes wrong with one of them is its own result and nobody else's.
 */
final class Replicator {
  private final WorkIdentity work;
  private final CopyTask task;
  private final RepositoryOpener repositories;
  private final SessionOptions options;
  private final Work.Surroundings surroundings;
  private final Consumer<LongSupplier> sent;

  /**
   * A replicator that has done nothing yet.
   *
   * @param sent takes where the bytes that go to a repository are counted, for each one anew
   */
  Replicator(
      WorkIdentity work,
      CopyTask task,
      RepositoryOpener repositories,
      SessionOptions options,
      Work.Surroundings surroundings,
      Consumer<LongSupplier> sent) {
    this.work = work;
    this.task = task;
    this.repositories = repositories;
    this.options = options;
    this.surroundings = surroundings;
    this.sent = sent;
  }

  /**
   * Brings all of them up to date, as far as time allows.
   *
   * @param begun when the attempt began
   * @param first keeps the first repository locked meanwhile
   * @param results takes what became of each
   */
  void run(
      Replication replication,
      Instant begun,
      BackupSession first,
      Consumer<ReplicaResult> results) {
    Instant until = replication.until(begun, surroundings.clock().instant());
    ReplicaGap gap = new ReplicaGap(work, task, first.snapshots(), surroundings.notes());
    for (Replica replica : replication.replicas()) {
      if (surroundings.cancellation().isRequested()) {
        return;
      }
      results.accept(resultOf(replica, first, gap, until));
    }
  }

  private ReplicaResult resultOf(
      Replica replica, BackupSession first, ReplicaGap gap, Instant until) {
    RepositoryAccess access = replica.access();
    if (access == null) {
      return lagging(replica.name(), replica.obstacle());
    }
    try {
      return bringUpToDate(replica, access, first, gap, until);
    } catch (RepositoryException e) {
      return lagging(replica.name(), ReplicaCopy.lag(e));
    } catch (RuntimeException e) {
      surroundings.notes().error(null, new Failure(FailureReason.INTERNAL, Unexpected.trace(e)));
      return lagging(replica.name(), Unexpected.failure(e));
    }
  }

  private ReplicaResult lagging(String name, @Nullable Failure why) {
    Failure failure =
        why == null ? new Failure(FailureReason.INTERNAL, "No reason is known.") : why;
    surroundings.notes().warning(null, named(name, failure));
    return ReplicaResult.unseen(name, named(name, failure));
  }

  private ReplicaResult bringUpToDate(
      Replica replica,
      RepositoryAccess access,
      BackupSession first,
      ReplicaGap gap,
      Instant until) {
    repositories.requireReachable(access);
    try (Repository repository = repositories.open(access, task.bandwidthBytesPerSecond())) {
      List<Snapshot> missing = gap.of(replica, repository.snapshots());
      ReplicaCopy copy = new ReplicaCopy(replica, missing, until, surroundings);
      if (missing.isEmpty()) {
        return copy.result();
      }
      boolean interrupted = missing.stream().anyMatch(one -> !gap.isOfThisRun(one));
      BackupSession session =
          BackupSession.open(
              repository, options(interrupted), Attempt.avoided(replica.damagedPacks()));
      return copied(session, first, copy, until);
    }
  }

  /** Where an earlier run did not come to its end, it may have left packs that are of use. */
  private SessionOptions options(boolean interrupted) {
    return options.withAdoptOrphans(task.adoptOrphans() || interrupted);
  }

  private ReplicaResult copied(
      BackupSession session, BackupSession first, ReplicaCopy copy, Instant until) {
    try (session;
        var _ = surroundings.cancellation().onRequest(session::cancel);
        SnapshotCopier copier = new SnapshotCopier(first, session, options.workers())) {
      sent.accept(() -> session.progress().counts().bytesSent());
      Instant now = surroundings.clock().instant();
      long millis = Math.max(0, Duration.between(now, until).toMillis());
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
          .execute(() -> copy.endOfTime(session));
      copy.run(copier, session);
    }
    session.lockLeft().ifPresent(copy::lockLeft);
    return copy.result();
  }

  static Failure named(String repository, Failure failure) {
    return failure.message().contains(repository)
        ? failure
        : new Failure(
            failure.reason(), "Repository %s: %s".formatted(repository, failure.message()));
  }
}
