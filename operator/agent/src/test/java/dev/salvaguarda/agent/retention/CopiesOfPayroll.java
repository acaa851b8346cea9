package dev.salvaguarda.agent.retention;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A repository in a directory with copies of {@code payroll}, under a lock for a pass. */
final class CopiesOfPayroll implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  /** Until when the store locks an object. */
  final Map<String, Instant> locked = new HashMap<>();

  /** Objects that the store refuses to delete. */
  final Set<String> refused = new HashSet<>();

  final List<String> log = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  final RepositoryLock lock;
  Instant serverTime = NOW;

  /** Of the snapshots that are saved from now on. */
  String host = "db";

  private final Repository repository;

  CopiesOfPayroll(Path directory) {
    DirectoryStore store =
        new DirectoryStore(directory) {
          @Override
          public Optional<Instant> lockedUntil(String key) {
            return Optional.ofNullable(locked.get(key));
          }

          @Override
          public void delete(String key) {
            if (refused.contains(key)) {
              throw new RepositoryException(Reason.ACCESS_DENIED, "no");
            }
            super.delete(key);
          }

          @Override
          public Instant serverTime() {
            return serverTime;
          }
        };
    try (SecretBytes password = SecretBytes.ofUtf8("canary")) {
      repository = Repository.create(store, password, List.of(), Contexts.here());
    }
    lock = repository.locks().acquire(LockMode.EXCLUSIVE);
  }

  List<RetentionResult> run(RetentionOrder... orders) {
    List<RetentionResult> results = new ArrayList<>();
    new RetentionPass(repository, lock, new Log()).run(List.of(orders), results::add);
    return results;
  }

  /** The newest first, one a day. */
  List<String> daily(String policy, int days) {
    List<String> ids = new ArrayList<>();
    for (int back = 0; back < days; back++) {
      ids.add(save(NOW.minus(Duration.ofDays(back)), tags(policy, back)));
    }
    return ids;
  }

  /** What a complete copy of a run carries. */
  static List<String> tags(String policy, int run) {
    return List.of(policy, "run-uid=run-" + run, "target=payroll");
  }

  String save(Instant time, List<String> tags) {
    return save(time, tags, "");
  }

  /**
   * Saves a snapshot and returns its id.
   *
   * @param more fields of its record, in JSON, each after a comma
   */
  String save(Instant time, List<String> tags, String more) {
    String json =
        """
        {"time":"%s","tree":"%064x","paths":["/payroll"],"hostname":"%s","tags":[%s]%s}\
        """
            .formatted(
                time,
                1,
                host,
                tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(",")),
                more);
    return repository
        .files()
        .save(FileType.SNAPSHOT, json.getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** Ids of the snapshots that are there. */
  List<String> left() {
    return repository.snapshots().list().stream().map(Snapshot::id).map(Object::toString).toList();
  }

  private final class Log implements Notes {
    @Override
    public void trace(@Nullable String target, Failure failure) {}

    @Override
    public void info(@Nullable String target, String message) {
      log.add(target + ": " + message);
    }

    @Override
    public void warning(@Nullable String target, Failure failure) {
      warnings.add(failure.message());
    }

    @Override
    public void error(@Nullable String target, Failure failure) {}
  }

  /** Removes the lock behind the pass's back. */
  void loseLock() {
    repository.files().delete(FileType.LOCK, lock.id());
  }

  @Override
  public void close() {
    lock.close();
    repository.close();
  }
}
