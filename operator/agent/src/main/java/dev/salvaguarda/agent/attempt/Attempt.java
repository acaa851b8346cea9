package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.DatabaseOrder;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.Snapshots;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One attempt of a run: asks the source, opens the repository, copies target after target. */
public final class Attempt implements Work {
  private final WorkIdentity work;
  private final CopyTask task;
  private final SourceOpener sources;
  private final RepositoryOpener repositories;
  private final SessionOptions options;
  private final Surroundings surroundings;
  private final Tally tally;
  private final Instant begun;
  private final GuardedWork guard;
  private final List<BackupSession> sessions = new CopyOnWriteArrayList<>();
  private volatile LongSupplier sent = () -> 0;

  public Attempt(
      WorkIdentity work,
      CopyTask task,
      SourceOpener sources,
      RepositoryOpener repositories,
      SessionOptions options,
      Surroundings surroundings) {
    this.work = work;
    this.task = task;
    this.sources = sources;
    this.repositories = repositories;
    this.options = options;
    this.surroundings = surroundings;
    this.tally = new Tally();
    this.begun = surroundings.clock().instant();
    this.guard = new GuardedWork(surroundings, Tally.STOPPED);
  }

  @Override
  public void run() {
    guard.runUninterrupted(this::askAndCopy).ifPresent(tally::endAll);
  }

  private void askAndCopy() throws SourceException, InterruptedException {
    guard.requireNotCancelled();
    tally.expectReplicas(replicas());
    Source source = sources.open(task);
    List<String> targets = selected(source.targets(surroundings.notes()));
    tally.expect(targets);
    guard.requireNotCancelled();
    copyAll(source, targets);
  }

  @Override
  public CopyResult result(long peakMemoryBytes) {
    return tally.result(peakMemoryBytes);
  }

  /** A snapshot is found by its tags for ever. */
  @Override
  public void settle() {}

  @Override
  public long bytesSent() {
    return sent.getAsLong();
  }

  /** Nothing in these packs counts as stored. */
  static UnreadableBlobs avoided(Set<String> packs) {
    return UnreadableBlobs.of(packs.stream().map(FileId::parse).collect(Collectors.toSet()));
  }

  private SessionOptions optionsFor(CopyTask ordered) {
    return options
        .withAdoptOrphans(ordered.adoptOrphans())
        .underUploadLimit(ordered.bandwidthBytesPerSecond());
  }

  private List<String> selected(List<String> available) {
    if (task.targets().isEmpty()) {
      return available;
    }
    return List.copyOf(new LinkedHashSet<>(task.targets()));
  }

  private void copyAll(Source source, List<String> targets)
      throws SourceException, InterruptedException {
    try (Repository repository = repositories.open(task)) {
      Lanes lanes = Lanes.of(source, targets);
      tally.count(this::stored);
      SessionOptions whole = optionsFor(task);
      if (lanes.atATime() == 1) {
        inSession(
            repository,
            whole,
            session -> {
              copyAll(source, targets, begin(repository, targets), session);
              replicate(session);
            });
        return;
      }
      PreviousSnapshots _ = begin(repository, targets);
      SessionOptions shared = whole.sharedBy(lanes.atATime());
      lanes.run(waiting ->
          inSession(
              repository,
              shared,
              session -> {
                for (List<String> lane = waiting.poll(); lane != null; lane = waiting.poll()) {
                  copyAll(source, lane, previous(repository.snapshots()), session);
                }
              }));
      if (task.replication() != null) {
        inSession(repository, whole, this::replicate);
      }
    }
  }

  private PreviousSnapshots begin(Repository repository, List<String> targets) {
    PreviousSnapshots previous = previous(repository.snapshots());
    surroundings.board().begin(targets.size(), expectedBytes(previous, targets));
    tally.captureBegins(surroundings.clock().instant());
    return previous;
  }

  private void inSession(Repository repository, SessionOptions with, InSession body)
      throws SourceException, InterruptedException {
    BackupSession session = BackupSession.open(repository, with, avoided(task.damagedPacks()));
    sessions.add(session);
    // Each of them counts what the repository sent.
    sent = () -> session.progress().counts().bytesSent();
    try (session;
        var _ = surroundings.cancellation().onRequest(session::cancel)) {
      body.run(session);
    } finally {
      session.lockLeft().ifPresent(this::tellOfLock);
    }
  }

  /** What is done in a session. */
  @FunctionalInterface
  private interface InSession {
    void run(BackupSession session) throws SourceException, InterruptedException;
  }

  private long stored() {
    return sessions.stream().mapToLong(one -> one.progress().counts().bytesStored()).sum();
  }

  private void copyAll(
      Source source, List<String> targets, PreviousSnapshots previous, BackupSession session)
      throws SourceException, InterruptedException {
    TargetCopy copy = new TargetCopy(work, task, source, previous, surroundings.clock());
    for (String target : targets) {
      guard.requireNotCancelled();
      copyOne(copy, target, session, previous);
    }
  }

  private void replicate(BackupSession session) {
    Replication replication = task.replication();
    if (replication == null) {
      return;
    }
    new Replicator(work, task, repositories, optionsFor(task), surroundings, this::alsoSent)
        .run(replication, begun, session, tally::add);
    guard.requireNotCancelled();
  }

  private void alsoSent(LongSupplier more) {
    long before = sent.getAsLong();
    sent = () -> before + more.getAsLong();
  }

  private List<String> replicas() {
    Replication replication = task.replication();
    return replication == null
        ? List.of()
        : replication.replicas().stream().map(Replica::name).toList();
  }

  private void tellOfLock(RepositoryException why) {
    Failure failure = RepositoryFailures.of(why);
    surroundings
        .notes()
        .warning(
            null,
            new Failure(
                failure.reason(),
                "The lock on the repository could not be removed and stays until others count it as stale: "
                    + failure.message()));
  }

  private void copyOne(
      TargetCopy copy, String target, BackupSession session, PreviousSnapshots previous)
      throws SourceException, InterruptedException {
    surroundings.board().targetStarted(target);
    try {
      tally.add(
          copy.run(
              target,
              new CaptureContext(
                  session,
                  parent(previous, target),
                  surroundings.board(),
                  surroundings.notes(),
                  surroundings.cancellation())));
    } catch (SourceException e) {
      guard.requireNotCancelled();
      if (e.scope() == SourceException.Scope.SOURCE) {
        throw e;
      }
      guard.tell(target, e.failure(), e);
      tally.failed(target, e.failure());
    } finally {
      surroundings.board().targetDone(target);
    }
  }

  private PreviousSnapshots previous(Snapshots snapshots) {
    return new PreviousSnapshots(
        snapshots,
        task.previous(),
        new SnapshotSearch(snapshots, work, task, guard::requireNotCancelled));
  }

  /** By which unchanged files are recognised; a dump is read whole anyway. */
  private Optional<Snapshot> parent(PreviousSnapshots previous, String target) {
    return switch (task.source().kind()) {
      case FilesOrder _ -> previous.newest(target);
      case CommandOrder _ -> previous.named(target);
      case DatabaseOrder _ -> previous.named(target);
      case ProxmoxOrder _ -> previous.named(target);
    };
  }

  /** 0 unless the order names an earlier copy of every target. */
  private static long expectedBytes(PreviousSnapshots previous, List<String> targets) {
    long sum = 0;
    for (String target : targets) {
      long size = PreviousSnapshots.size(previous.named(target)).orElse(-1);
      if (size < 0) {
        return 0;
      }
      sum += size;
    }
    return sum;
  }
}
