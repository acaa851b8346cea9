package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A repository in a directory, with a scratch directory beside it. */
final class TestRepository {
  static final String PASSWORD = "correct horse";

  private final Path directory;
  private final DirectoryStore store;

  TestRepository(Path directory) {
    this.directory = directory;
    this.store = new DirectoryStore(directory.resolve("repo"));
    try {
      Files.createDirectories(scratch());
      Files.createDirectories(store.root().resolve("locks"));
      for (String kind : List.of("data", "index", "keys", "snapshots")) {
        Files.createDirectories(store.root().resolve(kind));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path scratch() {
    return directory.resolve("scratch");
  }

  DirectoryStore store() {
    return store;
  }

  /** The same place through a store of its own, as the next pod would see it. */
  DirectoryStore newStore() {
    return new DirectoryStore(store.root());
  }

  Restic restic() {
    return new Restic(store.root(), directory);
  }

  Repository create() {
    return Repository.create(store, SecretBytes.ofUtf8(PASSWORD), List.of(), context());
  }

  Repository open(DirectoryStore through) {
    return Repository.open(through, SecretBytes.ofUtf8(PASSWORD), context());
  }

  SessionOptions options() {
    return SessionOptions.standard(scratch(), 2).withPackTargetBytes(1 << 20);
  }

  static SnapshotDraft draft(BlobId tree) {
    return new SnapshotDraft(
        Instant.parse("2026-02-03T04:05:06.789Z"),
        tree,
        "source",
        List.of("/stored"),
        List.of("policy=p"),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static RepositoryContext context() {
    return new RepositoryContext(
        Clock.systemUTC(),
        new SecureRandom(),
        new Actor("pod", "tester", ProcessHandle.current().pid(), 0, 0, "salvaguarda test"));
  }
}
