package dev.salvaguarda.app.archive;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Looks into repositories with our own engine, one connection for each look. */
public final class RepositoryArchiveAccess implements ArchiveAccess {
  private final StoreOpener stores;
  private final RepositoryContext context;
  private final SnapshotMemory seen = new SnapshotMemory();

  public RepositoryArchiveAccess(StoreOpener stores, RepositoryContext context) {
    this.stores = stores;
    this.context = context;
  }

  @Override
  public ProbeOutcome probe(ProbeRequest request) {
    return new RepositoryProbe(request, context).in(stores);
  }

  @Override
  public List<RunSnapshot> snapshotsOfRun(ArchiveLogin login, String runUid, int attempt) {
    List<String> tags = List.of(SnapshotTags.uid(runUid), SnapshotTags.attempt(attempt));
    return opened(login, repository -> seen.withTags(repository.snapshots(), tags));
  }

  @Override
  public long storedBytes(ArchiveLogin login) {
    try (ObjectStore store = stores.open(login)) {
      AtomicLong sum = new AtomicLong();
      store.list("", entry -> sum.addAndGet(entry.size()));
      return sum.get();
    } catch (RepositoryException e) {
      throw new ArchiveAccessException(RepositoryFailures.of(e), e);
    }
  }

  @Override
  public int removeLocksOf(ArchiveLogin login, String hostname) {
    return opened(
        login,
        repository -> repository.locks().remove(lock -> lock.hostname().equals(hostname)).size());
  }

  private <T> T opened(ArchiveLogin login, Function<Repository, T> look) {
    try (ObjectStore store = stores.open(login);
        SecretBytes password = SecretBytes.ofUtf8(login.password().reveal())) {
      return look.apply(Repository.open(store, password, context));
    } catch (RepositoryException e) {
      throw new ArchiveAccessException(RepositoryFailures.of(e), e);
    }
  }
}
