package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks into repositories with our own engine, one connection for each look. */
public final class RepositoryArchiveAccess implements ArchiveAccess {
  /** A repository whose clock differs by more is not ready. */
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

  private static final String PROBE = "probe";
  private static final String SIZE = "size";
  private static final String SNAPSHOTS = "snapshots";

  /** So many stand in memory at once; of most of them nothing is kept. */
  private static final int RECORDS_AT_A_TIME = 500;

  /** What can't be read can't be restored either. */
  private static final Set<Reason> UNREADABLE =
      Set.of(Reason.OBJECT_MISSING, Reason.CORRUPT, Reason.UNSUPPORTED);

  private final StoreOpener stores;
  private final RepositoryContext context;
  private final FailingPlaces failing = new FailingPlaces();

  public RepositoryArchiveAccess(StoreOpener stores, RepositoryContext context) {
    this.stores = stores;
    this.context = context;
  }

  @Override
  public ProbeOutcome probe(ProbeRequest request) {
    RepositoryProbe probe = new RepositoryProbe(request, context);
    try {
      ProbeOutcome outcome = probe.in(stores);
      failing.passed(PROBE, request.login());
      return outcome;
    } catch (RepositoryException e) {
      failing.failed(PROBE, request.login(), e);
      return probe.failed(e);
    }
  }

  @Override
  public Set<String> confirm(ArchiveLogin login, Set<String> ids) {
    return opened(
        login,
        repository ->
            ids.stream()
                .filter(id -> load(repository.snapshots(), FileId.parse(id)).isPresent())
                .collect(Collectors.toSet()));
  }

  @Override
  public List<RunSnapshot> find(ArchiveLogin login, String runUid, Instant since) {
    List<String> tags = List.of(SnapshotTags.uid(runUid));
    return opened(
        login,
        repository ->
            repository.snapshots().idsSince(since.minus(CLOCKS_MAY_DIFFER)).stream()
                .flatMap(id -> load(repository.snapshots(), id).stream())
                .filter(found -> found.hasTags(tags))
                .sorted(Comparator.comparing(Snapshot::time))
                .map(found ->
                    new RunSnapshot(
                        found.id().toString(),
                        found.origin().toString(),
                        SnapshotTags.targetOf(found.tags())))
                .toList());
  }

  @Override
  public Optional<SnapshotFacts> describe(ArchiveLogin login, String id) {
    return opened(
        login,
        repository ->
            load(repository.snapshots(), FileId.parse(id)).map(RepositoryArchiveAccess::facts));
  }

  @Override
  public List<SnapshotFacts> ofPolicy(ArchiveLogin login, String namespace, String policy) {
    return opened(
        login,
        repository -> {
          List<SnapshotFacts> found = new ArrayList<>();
          List<FileId> ids = repository.snapshots().ids();
          for (int start = 0; start < ids.size(); start += RECORDS_AT_A_TIME) {
            repository
                .snapshots()
                .load(
                    ids.subList(start, Math.min(ids.size(), start + RECORDS_AT_A_TIME)), UNREADABLE)
                .stream()
                .filter(one -> SnapshotTags.isOnlyOf(one.tags(), namespace, policy))
                .forEach(one -> found.add(facts(one)));
          }
          return found;
        });
  }

  private static SnapshotFacts facts(Snapshot snapshot) {
    return new SnapshotFacts(
        snapshot.id().toString(),
        snapshot.origin().toString(),
        snapshot.tags(),
        snapshot.hostname(),
        snapshot.time(),
        snapshot.summary().map(SnapshotSummary::totalBytesProcessed).orElse(null));
  }

  /** Empty if there is none of this name, or no longer. */
  private static Optional<Snapshot> load(Snapshots snapshots, FileId id) {
    try {
      return Optional.of(snapshots.load(id));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public long storedBytes(ArchiveLogin login) {
    try (ObjectStore store = stores.open(login)) {
      AtomicLong sum = new AtomicLong();
      store.list("", entry -> sum.addAndGet(entry.size()));
      failing.passed(SIZE, login);
      return sum.get();
    } catch (RepositoryException e) {
      failing.failed(SIZE, login, e);
      throw new ArchiveAccessException(RepositoryFailures.of(e), e);
    }
  }

  @Override
  public int removeLocksOf(ArchiveLogin login, String hostname) {
    return opened(
        login,
        repository -> repository.locks().remove(lock -> lock.hostname().equals(hostname)).size());
  }

  @Override
  public void appendToJournal(ArchiveLogin login, byte[] lines) {
    String _ =
        opened(login, repository -> repository.journal().append(lines, context.clock().instant()));
  }

  private <T> T opened(ArchiveLogin login, Function<Repository, T> look) {
    try (ObjectStore store = stores.open(login);
        SecretBytes password = SecretBytes.ofUtf8(login.password().reveal())) {
      T answer = look.apply(Repository.open(store, password, context));
      failing.passed(SNAPSHOTS, login);
      return answer;
    } catch (RepositoryException e) {
      failing.failed(SNAPSHOTS, login, e);
      throw new ArchiveAccessException(RepositoryFailures.of(e), e);
    }
  }
}
