package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.repository.copy.SnapshotCopier;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies to one further repository what it lacks, the oldest first, and says how far it came. */
final class ReplicaCopy {
  private final String name;
  private final boolean moreDamaged;
  private final List<Snapshot> missing;
  private final Instant until;
  private final Work.Surroundings surroundings;
  private int copied;
  private long bytesStored;
  private @Nullable Failure failure;
  private volatile boolean timeIsUp;

  /**
   * One that has copied nothing yet.
   *
   * @param missing the snapshots that it should get, the oldest first
   * @param until when no further one is begun
   */
  ReplicaCopy(
      Replica replica, List<Snapshot> missing, Instant until, Work.Surroundings surroundings) {
    this.name = replica.name();
    this.moreDamaged = replica.moreDamaged();
    this.missing = missing;
    this.until = until;
    this.surroundings = surroundings;
  }

  void run(SnapshotCopier copier, BackupSession session) {
    if (!session.lostPacks().isEmpty()) {
      keep(new Failure(FailureReason.REPOSITORY_CORRUPT, session.lostPacks().sentence()));
    }
    if (moreDamaged) {
      keep(
          new Failure(
              FailureReason.REPOSITORY_CORRUPT,
              "it has more damaged packs than a status can name, and copies may rest on one of the others"));
    }
    try {
      for (Snapshot snapshot : missing) {
        if (!surroundings.clock().instant().isBefore(until)) {
          keep(timeIsOver());
          return;
        }
        surroundings.board().replicating(name, copied + 1, missing.size());
        if (!isCopied(snapshot, copier, session)) {
          return;
        }
      }
    } finally {
      surroundings.board().replicated();
      bytesStored = session.progress().counts().bytesStored();
    }
  }

  /** Whether the next one may follow. */
  private boolean isCopied(Snapshot snapshot, SnapshotCopier copier, BackupSession session) {
    try {
      Snapshot _ = copier.copy(snapshot);
      copied++;
      session
          .damageFound()
          .ifPresent(found -> keep(new Failure(FailureReason.REPOSITORY_CORRUPT, found)));
      return true;
    } catch (RepositoryException e) {
      boolean damaged = e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING;
      if (damaged && !session.isOver()) {
        keep(
            new Failure(
                FailureReason.REPOSITORY_CORRUPT,
                "the snapshot %s can't be copied, because it can't be read: %s"
                    .formatted(snapshot.id().abbreviated(), e.sentence())));
        return true;
      }
      keep(timeIsUp ? timeIsOver() : lag(e));
      return false;
    }
  }

  /** Why a repository lags; that the work was to end is no failure of it. */
  static Failure lag(RepositoryException e) {
    return e.reason() == Reason.CANCELLED
        ? behind("the pod was stopped while it copied")
        : RepositoryFailures.of(e);
  }

  private static Failure timeIsOver() {
    return behind("the time for copying is over");
  }

  private static Failure behind(String why) {
    return new Failure(FailureReason.COPIES_BEHIND, why + ", and the next run goes on");
  }

  /** The first one stays: what follows may be its consequence. */
  private void keep(Failure why) {
    if (failure == null) {
      failure = why;
    }
  }

  /** From any thread: what is going on ends, and nothing more is begun. */
  void endOfTime(BackupSession session) {
    timeIsUp = true;
    session.cancel();
  }

  void lockLeft(RepositoryException why) {
    Failure left = RepositoryFailures.of(why);
    surroundings
        .notes()
        .warning(
            null,
            new Failure(
                left.reason(),
                "The lock on repository %s could not be removed and stays until others count it as stale: %s"
                    .formatted(name, left.message())));
  }

  ReplicaResult result() {
    int lacking = missing.size() - copied;
    Failure why = failure == null ? null : told(failure, lacking);
    if (why != null) {
      surroundings.notes().warning(null, why);
    } else if (copied > 0) {
      surroundings.notes().info(null, "Repository %s got %s.".formatted(name, snapshots(copied)));
    }
    return new ReplicaResult(
        name,
        why == null ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        copied,
        lacking,
        bytesStored,
        why);
  }

  private Failure told(Failure why, int lacking) {
    return new Failure(
        why.reason(),
        lacking == 0
            ? "Repository %s: %s".formatted(name, why.message())
            : "Repository %s lacks %s of the policy: %s"
                .formatted(name, snapshots(lacking), why.message()));
  }

  private static String snapshots(int count) {
    return count == 1 ? "1 snapshot" : count + " snapshots";
  }
}
