package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.agent.attempt.HeldLock;
import dev.salvaguarda.agent.retention.RetentionPass;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes out of a repository what nothing needs: the snapshots that retention does not keep, then
 * what only they needed.
 *
 * @param task says what is kept
 * @param restic takes out the packs
 * @param guard of the attempt that this is part of
 * @param tally takes what became of it
 */
record Pruning(
    MaintenanceTask task, ResticPrune restic, GuardedWork guard, MaintenanceTally tally) {
  /** Does it, once nobody else works with the repository. */
  void run(Repository repository) throws SourceException, InterruptedException {
    String version = restic.version();
    requireMayDelete(repository);
    ExclusiveTurn turn = new ExclusiveTurn(repository, task.lockWait());
    if (!forget(repository, turn)) {
      return;
    }
    long before = packBytes(repository);
    while (true) {
      // What was left by holders that are long gone goes with taking the lock; restic keeps it.
      turn.take().close();
      switch (restic.run()) {
        case ResticPrune.Ended.Done _ -> {
          tally.pruned(version, Math.max(0, before - packBytes(repository)));
          return;
        }
        case ResticPrune.Ended.Locked _ -> {
          if (!turn.mayWait()) {
            throw LocksInTheWay.of(repository, new IllegalStateException("restic found a lock"));
          }
          ExclusiveTurn.pause();
        }
        case ResticPrune.Ended.Failed(Failure failure, long pid) -> {
          ChildLocks.remove(repository, pid);
          guard.requireNotCancelled();
          if (failure.reason() != FailureReason.PRUNE_FAILED) {
            throw SourceException.ofSource(failure.reason(), failure.message());
          }
          // Restic refuses where something is missing; whether that is why is looked at next.
          notes().error(null, failure);
          tally.endedEarly(failure);
          return;
        }
      }
    }
  }

  /**
   * Takes out the records of snapshots that retention does not keep, unless something is missing
   * already: that must not be followed by what an older snapshot still has. Answers whether it did.
   */
  private boolean forget(Repository repository, ExclusiveTurn turn) throws InterruptedException {
    RepositoryLock lock = turn.take();
    try (HeldLock _ = new HeldLock(lock, notes())) {
      Optional<String> damage = damage(repository);
      if (damage.isEmpty()) {
        new RetentionPass(repository, lock, notes()).run(task.retention(), tally::retained);
        return true;
      }
      notes()
          .warning(
              null,
              new Failure(
                  FailureReason.REPOSITORY_CORRUPT, "Nothing is taken out: " + damage.get()));
      return false;
    }
  }

  /**
   * What is wrong already. An index file or a piece of content that is gone shows only where
   * somebody needs it, so all is looked at before a snapshot may go.
   */
  private Optional<String> damage(Repository repository) {
    try {
      if (task.retention().isEmpty()) {
        LostPacks lost = StructureCheck.lostPacks(repository);
        return lost.isEmpty() ? Optional.empty() : Optional.of(lost.sentence());
      }
      return new StructureCheck(repository, UnreadableBlobs.NONE, task.bandwidthBytesPerSecond())
          .run(PolicyOwners::of).findings().stream().findFirst();
    } catch (RepositoryException e) {
      return Optional.of(DamageFindings.sentence(e));
    }
  }

  /** Else restic would find out for a quarter of an hour, each deletion by itself. */
  private static void requireMayDelete(Repository repository) {
    FileId nothing = FileId.at(new byte[FileId.LENGTH], 0);
    for (FileType type : List.of(FileType.SNAPSHOT, FileType.INDEX, FileType.PACK)) {
      repository.files().delete(type, nothing);
    }
  }

  private static long packBytes(Repository repository) {
    AtomicLong sum = new AtomicLong();
    repository.files().list(FileType.PACK, (_, entry) -> sum.addAndGet(entry.size()));
    return sum.get();
  }

  private Notes notes() {
    return guard.surroundings().notes();
  }
}
