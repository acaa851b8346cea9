package dev.salvaguarda.agent.restore;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.agent.attempt.HeldLock;
import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.restore.server.Landings;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to restore: opens the repository, restores target after target, asks the checks. */
public final class RestoreAttempt implements Work {
  private final WorkIdentity work;
  private final RestoreTask task;
  private final RepositoryOpener repositories;
  private final Landings landings;
  private final ProxmoxHost.Door hosts;
  private final Surroundings surroundings;
  private final RestoreTally tally;
  private final Checks checks;
  private final Steps steps;
  private final GuardedWork guard;
  private @Nullable TargetRestores opened;

  public RestoreAttempt(
      WorkIdentity work,
      RestoreTask task,
      RepositoryOpener repositories,
      Landings landings,
      ProxmoxHost.Door hosts,
      Surroundings surroundings) {
    this.work = work;
    this.task = task;
    this.repositories = repositories;
    this.landings = landings;
    this.hosts = hosts;
    this.surroundings = surroundings;
    this.tally = new RestoreTally(task.snapshots());
    this.checks = new Checks(task.checks());
    this.steps = new Steps(surroundings.clock());
    this.guard = new GuardedWork(surroundings, RestoreTally.STOPPED, TargetFailures::of);
  }

  @Override
  public void run() {
    guard.run(this::restoreAll).ifPresent(tally::endAll);
  }

  @Override
  public RestoreResult result(long peakMemoryBytes) {
    return tally.result(steps.times(), checks.results(), peakMemoryBytes);
  }

  @Override
  public void settle() {
    TargetRestores finished = opened;
    if (finished == null) {
      return;
    }
    try {
      finished.settle();
    } catch (SourceException e) {
      surroundings.notes().warning(null, TargetFailures.of(e.failure()));
    }
  }

  @Override
  public long bytesSent() {
    return 0;
  }

  private void restoreAll() throws SourceException, InterruptedException {
    Steps.Part fetch = steps.begin(Step.FETCH);
    try (Repository repository = repositories.open(task);
        HeldLock _ = HeldLock.toRead(repository, surroundings.notes());
        RepositoryReader reader =
            repository.reader(repository.loadIndex(), task.bandwidthBytesPerSecond())) {
      RestoreContext context =
          new RestoreContext(
              work,
              reader,
              surroundings.board(),
              surroundings.notes(),
              surroundings.cancellation(),
              steps,
              tally::leave);
      List<Stored> found = find(repository, reader);
      fetch.close();
      surroundings
          .board()
          .begin(task.snapshots().size(), found.stream().mapToLong(Stored::sizeBytes).sum());
      try (TargetRestores restores =
          TargetRestores.open(task, landings, hosts, surroundings.clock(), checks, context)) {
        opened = restores;
        restores.prepare(found);
        for (Stored stored : found) {
          context.requireNotCancelled();
          restore(restores, stored);
        }
      }
    } finally {
      fetch.close();
    }
  }

  /** In the order of work: roles before the databases they own, accounts after theirs. */
  private List<Stored> find(Repository repository, RepositoryReader reader) {
    List<Stored> found = new ArrayList<>();
    for (Wanted wanted : task.snapshots()) {
      try {
        found.add(Stored.find(wanted, repository, reader));
      } catch (SourceException e) {
        fail(wanted.target(), e.failure(), e);
      } catch (RepositoryException e) {
        if (!isOfOneTarget(e)) {
          throw e;
        }
        fail(wanted.target(), RepositoryFailures.of(e), e);
      }
    }
    found.sort(Comparator.comparingInt(RestoreAttempt::turn));
    return found;
  }

  private static int turn(Stored stored) {
    return switch (stored) {
      case Stored.Dump dump when dump.kind().equals(Optional.of(Kind.POSTGRESQL_CLUSTER)) -> 0;
      case Stored.Dump dump when dump.kind().equals(Optional.of(Kind.MARIADB_ACCOUNTS)) -> 2;
      case Stored.Dump _, Stored.Tree _, Stored.Guest _, Stored.Container _ -> 1;
    };
  }

  private void restore(TargetRestores restores, Stored stored)
      throws SourceException, InterruptedException {
    String target = stored.wanted().target();
    surroundings.board().targetStarted(target);
    try {
      RestoreResult.TargetResult result = restores.restore(stored);
      Optional.ofNullable(result.failure())
          .ifPresent(failure -> surroundings.notes().error(target, failure));
      tally.add(result);
    } catch (SourceException e) {
      guard.requireNotCancelled();
      if (e.scope() == SourceException.Scope.SOURCE) {
        throw e;
      }
      fail(target, TargetFailures.of(e.failure()), e);
    } catch (RepositoryException e) {
      guard.requireNotCancelled();
      if (!isOfOneTarget(e)) {
        throw e;
      }
      fail(target, RepositoryFailures.of(e), e);
    } finally {
      surroundings.board().targetDone(target);
    }
  }

  /** What is damaged or missing in the repository is lost to this target, not to the others. */
  private static boolean isOfOneTarget(RepositoryException e) {
    return e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING;
  }

  private void fail(String target, Failure failure, Throwable cause) {
    guard.tell(target, failure, cause);
    tally.add(RestoreTally.failed(target, failure));
  }
}
