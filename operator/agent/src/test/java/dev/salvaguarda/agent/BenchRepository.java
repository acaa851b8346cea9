package dev.salvaguarda.agent;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import dev.salvaguarda.testkit.s3.S3Server;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The repository of an {@link AgentBench}, opened beside the agents.
 *
 * @param folder for temporary files
 */
record BenchRepository(S3Server s3, String bucket, Path folder) {
  /** Makes it. */
  void create() {
    try (SecretBytes password = SecretBytes.ofUtf8(AgentBench.REPOSITORY_PASSWORD)) {
      Repository.create(store(), password, List.of(), context()).close();
    }
  }

  /** Makes a snapshot of a tree that no file system would hold. */
  String snapshotOf(String path, Function<BackupSession, BlobId> tree) {
    return ask(repository -> {
      try (BackupSession session =
          BackupSession.open(repository, SessionOptions.standard(folder, 1))) {
        SnapshotDraft draft =
            new SnapshotDraft(
                Instant.parse("2026-03-01T00:00:00Z"),
                tree.apply(session),
                "hostile.example.org",
                List.of(path),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return session.commit(draft).id().toString();
      }
    });
  }

  /** Takes a snapshot's record out, so that nothing needs what only it needed. */
  void forget(Snapshot snapshot) {
    String _ =
        ask(repository -> {
          repository.files().delete(FileType.SNAPSHOT, snapshot.id());
          return "";
        });
  }

  /** Holds a lock in the name of another machine until it is closed. */
  AutoCloseable lockOf(String hostname, LockMode mode) {
    Repository repository =
        Repository.open(
            store(),
            SecretBytes.ofUtf8(AgentBench.REPOSITORY_PASSWORD),
            Contexts.of(Clock.systemUTC(), new Actor(hostname, "somebody", 4_711, 0, 0, "test")));
    RepositoryLock lock = repository.locks().acquire(mode);
    return () -> {
      lock.close();
      repository.close();
    };
  }

  /** How many locks there are, whoever's. */
  long locks() {
    try (MinioObjectStore store = store()) {
      AtomicLong count = new AtomicLong();
      store.list("locks/", _ -> count.incrementAndGet());
      return count.get();
    }
  }

  /** Bytes of all packs. */
  long packBytes() {
    return ask(repository -> {
      AtomicLong sum = new AtomicLong();
      repository.store().list("data/", entry -> sum.addAndGet(entry.size()));
      return sum.get();
    });
  }

  List<Snapshot> snapshots() {
    return ask(repository -> repository.snapshots().list());
  }

  <T> T ask(Function<Repository, T> question) {
    try (SecretBytes password = SecretBytes.ofUtf8(AgentBench.REPOSITORY_PASSWORD);
        Repository repository = Repository.open(store(), password, context())) {
      return question.apply(repository);
    }
  }

  private MinioObjectStore store() {
    S3Location location = new S3Location(s3.endpoint(), s3.region(), bucket, "", true, "");
    return new MinioObjectStore(
        location,
        S3Credentials.of(s3.accessKey(), SecretBytes.ofUtf8(s3.secretKey())),
        S3Tuning.BRISK,
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static RepositoryContext context() {
    return Contexts.of(Clock.systemUTC(), new Actor("test", "test", 1, 0, 0, "test"));
  }
}
