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
import dev.salvaguarda.repository.check.PackReading;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.check.SuspectPacks;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Takes out of a repository what is damaged and what nothing needs: the snapshots that retention
 * does not keep, then what only they needed.
 *
 * @param task says what is kept
 * @param restic takes out the packs
 * @param guard of the attempt that this is part of
 * @param tally takes what became of it
 */
record Pruning(
    MaintenanceTask task, StockRestic restic, GuardedWork guard, MaintenanceTally tally) {
  /** Does it, once nobody else works with the repository. */
  void run(Repository repository) throws SourceException, InterruptedException {
    String version = restic.version();
    requireMayDelete(repository);
    ExclusiveTurn turn = new ExclusiveTurn(repository, task.lockWait());
    long before = packBytes(repository);
    if (mend(repository, turn)
        && forget(repository, turn)
        && calls(repository, turn, restic::prune)) {
      tally.pruned(version, Math.max(0, before - packBytes(repository)));
    }
  }

  /** A call of restic. */
  @FunctionalInterface
  private interface Call {
    StockRestic.Ended run() throws SourceException, InterruptedException;
  }

  /** Calls restic once nobody else holds a lock; whether it did what it was to do. */
  private boolean calls(Repository repository, ExclusiveTurn turn, Call call)
      throws SourceException, InterruptedException {
    while (true) {
      // What was left by holders that are long gone goes with taking the lock; restic keeps it.
      turn.take().close();
      switch (call.run()) {
        case StockRestic.Ended.Done _ -> {
          return true;
        }
        case StockRestic.Ended.Locked _ -> {
          if (!turn.mayWait()) {
            throw LocksInTheWay.of(repository, new IllegalStateException("restic found a lock"));
          }
          ExclusiveTurn.pause();
        }
        case StockRestic.Ended.Failed(Failure failure, long pid) -> {
          ChildLocks.remove(repository, pid);
          guard.requireNotCancelled();
          if (failure.reason() != FailureReason.PRUNE_FAILED) {
            throw SourceException.ofSource(failure.reason(), failure.message());
          }
          // Restic refuses where something is missing; whether that is why is looked at next.
          notes().error(null, failure);
          tally.endedEarly(failure);
          return false;
        }
      }
    }
  }

  /**
   * Takes out the packs that are known to be damaged, once what can be read in them is stored anew:
   * of two packs that hold the same, restic keeps either. Answers whether no damaged pack is left;
   * as long as a snapshot needs what can be read nowhere, all of them stay.
   */
  private boolean mend(Repository repository, ExclusiveTurn turn)
      throws SourceException, InterruptedException {
    if (task.damagedPacks().isEmpty()) {
      return !task.moreDamaged();
    }
    List<PackReading.Damaged> damaged;
    try (HeldLock _ = new HeldLock(turn.take(), notes())) {
      PackReading.Report read = readSuspects(repository);
      damaged = read.damaged();
      Optional<String> lacks =
          damaged.isEmpty() ? Optional.empty() : lacks(repository, read.unreadable());
      lacks.ifPresent(this::keepsAll);
      if (lacks.isPresent() || !read.complete()) {
        return false;
      }
    } catch (RepositoryException e) {
      keepsAll(DamageFindings.sentence(e));
      return false;
    }
    for (PackReading.Damaged pack : damaged) {
      guard.requireNotCancelled();
      if (!calls(repository, turn, () -> restic.repair(pack.pack()))) {
        return false;
      }
    }
    return !task.moreDamaged();
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
      keepsAll(damage.get());
      return false;
    }
  }

  /** What can be read of the packs that are known to be damaged, and of their doubles. */
  PackReading.Report readSuspects(Repository repository) {
    return new SuspectPacks(
            repository,
            task.bandwidthBytesPerSecond(),
            bytes -> guard.surroundings().board().read(bytes))
        .read(task.damagedPacks().stream().map(FileId::parse).collect(Collectors.toSet()));
  }

  private void keepsAll(String why) {
    notes()
        .warning(
            null, new Failure(FailureReason.REPOSITORY_CORRUPT, "Nothing is taken out: " + why));
  }

  /**
   * What is wrong already. An index file or a piece of content that is gone shows only where
   * somebody needs it, so all is looked at before a snapshot may go.
   */
  private Optional<String> damage(Repository repository) {
    if (!task.retention().isEmpty()) {
      return lacks(repository, UnreadableBlobs.NONE);
    }
    try {
      LostPacks lost = StructureCheck.lostPacks(repository);
      return lost.isEmpty() ? Optional.empty() : Optional.of(lost.sentence());
    } catch (RepositoryException e) {
      return Optional.of(DamageFindings.sentence(e));
    }
  }

  private Optional<String> lacks(Repository repository, UnreadableBlobs unreadable) {
    try {
      return new StructureCheck(repository, unreadable, task.bandwidthBytesPerSecond())
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
