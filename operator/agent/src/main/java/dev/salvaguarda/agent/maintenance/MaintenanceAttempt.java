package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.agent.attempt.HeldLock;
import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.retention.RetentionPass;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Check;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Reading;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.check.PackReading;
import dev.salvaguarda.repository.check.StructureCheck;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to look after a repository: takes out what nothing needs, then looks whether all is
 * there. Each step can be cut off anywhere and begun anew.
 */
public final class MaintenanceAttempt implements Work {
  private final MaintenanceTask task;
  private final RepositoryOpener repositories;
  private final Surroundings surroundings;
  private final ResticPrune restic;
  private final MaintenanceTally tally = new MaintenanceTally();
  private final GuardedWork guard;
  private PackReading.Report read = PackReading.Report.NOTHING;

  /**
   * An attempt that has not begun.
   *
   * @param scratch folder for temporary files
   */
  public MaintenanceAttempt(
      MaintenanceTask task,
      RepositoryOpener repositories,
      ProgramRunner runner,
      Path scratch,
      Surroundings surroundings) {
    this.task = task;
    this.repositories = repositories;
    this.surroundings = surroundings;
    this.restic =
        new ResticPrune(
            new ResticCall(
                task.resticProgram(), task.repository(), task.bandwidthBytesPerSecond(), scratch),
            runner,
            surroundings.cancellation());
    this.guard =
        new GuardedWork(
            surroundings,
            new Failure(
                FailureReason.CANCELLED, "The maintenance was stopped before it was complete."));
  }

  @Override
  public void run() {
    guard.run(this::maintain).ifPresent(tally::endedEarly);
  }

  @Override
  public MaintenanceResult result(long peakMemoryBytes) {
    return tally.result(peakMemoryBytes);
  }

  /** Nothing stays for another attempt: each begins anew. */
  @Override
  public void settle() {}

  @Override
  public long bytesSent() {
    return 0;
  }

  private void maintain() throws SourceException, InterruptedException {
    try (Repository repository = repositories.open(task)) {
      surroundings.board().begin(1 + (task.prune() ? 1 : 0) + (task.read() == null ? 0 : 1), 0);
      if (task.prune()) {
        step("prune", () -> prune(repository));
      }
      look(repository, task.read());
    } catch (LocksInTheWay e) {
      tally.locked(e.locks());
      tally.endedEarly(e.failure());
      guard.tell(null, e.failure(), e);
      return;
    }
    tally.complete();
  }

  private void step(String name, GuardedWork.Body body)
      throws SourceException, InterruptedException {
    guard.requireNotCancelled();
    surroundings.board().targetStarted(name);
    body.run();
    surroundings.board().targetDone();
  }

  private void prune(Repository repository) throws SourceException, InterruptedException {
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
          surroundings.notes().error(null, failure);
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
    try (HeldLock _ = new HeldLock(lock, surroundings.notes())) {
      Optional<String> damage = damage(repository);
      if (damage.isEmpty()) {
        new RetentionPass(repository, lock, surroundings.notes())
            .run(task.retention(), tally::retained);
        return true;
      }
      surroundings
          .notes()
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
      return structure(repository).findings().stream().findFirst();
    } catch (RepositoryException e) {
      return Optional.of(damage(e));
    }
  }

  private StructureReport structure(Repository repository) {
    return new StructureCheck(repository, read.unreadable(), task.bandwidthBytesPerSecond())
        .run(PolicyOwners::of);
  }

  /** What a failed look says of damage; one that failed for another reason says nothing. */
  private static String damage(RepositoryException e) {
    Failure failure = RepositoryFailures.of(e);
    if (failure.reason() != FailureReason.REPOSITORY_CORRUPT) {
      throw e;
    }
    return failure.message();
  }

  /**
   * Under one lock: what is found damaged must not be taken out before it is known who needs it.
   */
  private void look(Repository repository, @Nullable ReadOrder order)
      throws SourceException, InterruptedException {
    try (HeldLock _ = lockToRead(repository)) {
      if (order != null) {
        step("read", () -> read(repository, order));
      }
      step("check", () -> check(repository));
    }
  }

  private void read(Repository repository, ReadOrder order) {
    read =
        new PackReading(
                repository,
                task.bandwidthBytesPerSecond(),
                bytes -> surroundings.board().read(bytes))
            .run(pack -> order.reads(pack.toString()));
    tally.read(new Reading(order.rotation(), read.packs(), read.bytes(), read.complete()));
  }

  private void check(Repository repository) {
    StructureReport report;
    try {
      report = structure(repository);
    } catch (RepositoryException e) {
      String finding = damage(e);
      tally.missing(List.of(finding));
      surroundings.notes().error(null, new Failure(FailureReason.REPOSITORY_CORRUPT, finding));
      return;
    }
    List<String> findings = DamageFindings.sentences(read, report);
    tally.checked(
        new Check(
            report.snapshots(),
            report.packs(),
            report.blobs(),
            report.trees(),
            report.damaged().size()),
        DamageFindings.of(read, report),
        PolicyOwners.usage(report),
        findings);
    for (String finding : findings) {
      surroundings.notes().error(null, new Failure(FailureReason.REPOSITORY_CORRUPT, finding));
    }
  }

  private HeldLock lockToRead(Repository repository) {
    try {
      return HeldLock.toRead(repository, surroundings.notes());
    } catch (RepositoryException e) {
      throw e.reason() == Reason.LOCKED ? LocksInTheWay.of(repository, e) : e;
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
}
