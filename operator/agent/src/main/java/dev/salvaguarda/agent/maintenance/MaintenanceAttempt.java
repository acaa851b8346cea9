package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.agent.attempt.HeldLock;
import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.agent.port.ProgramRunner;
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
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to look after a repository: takes out what nothing needs, then looks whether all is
 * there. Each step can be cut off anywhere and begun anew.
 */
public final class MaintenanceAttempt implements Work {
  private final MaintenanceTask task;
  private final RepositoryOpener repositories;
  private final Surroundings surroundings;
  private final MaintenanceTally tally = new MaintenanceTally();
  private final GuardedWork guard;
  private final Pruning pruning;
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
    this.guard = new GuardedWork(surroundings, MaintenanceTally.STOPPED);
    StockRestic restic =
        new StockRestic(
            new ResticCall(
                task.resticProgram(), task.repository(), task.bandwidthBytesPerSecond(), scratch),
            runner,
            surroundings.cancellation());
    this.pruning = new Pruning(task, restic, guard, tally);
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
        step("prune", () -> pruning.run(repository));
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
    surroundings.board().targetDone(name);
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
      if (task.read() == null) {
        read = pruning.readSuspects(repository);
      }
      report =
          new StructureCheck(repository, read.unreadable(), task.bandwidthBytesPerSecond())
              .run(PolicyOwners::of);
    } catch (RepositoryException e) {
      String finding = DamageFindings.sentence(e);
      tally.missing(List.of(finding));
      surroundings.notes().error(null, new Failure(FailureReason.REPOSITORY_CORRUPT, finding));
      return;
    }
    List<String> findings =
        task.read() == null
            ? DamageFindings.ofUpkeep(read, report, task.moreDamaged())
            : DamageFindings.sentences(read, report);
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
}
