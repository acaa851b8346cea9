package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A repository in a directory, a source directory, and restic to judge what came of them. */
final class FilesFixture {
  private static final String PASSWORD = "correct horse";

  final RecordedNotes notes = new RecordedNotes();
  final Path source;
  private final Path directory;
  private final Repository repository;

  /** How files are opened. */
  FileOpener opener = FileOpener.SYSTEM;

  FilesFixture(Path directory) {
    this.directory = directory;
    this.source = made(directory.resolve("source"));
    made(directory.resolve("scratch"));
    for (String kind : List.of("data", "index", "keys", "locks", "snapshots")) {
      made(directory.resolve("repo").resolve(kind));
    }
    this.repository =
        Repository.create(
            new DirectoryStore(directory.resolve("repo")),
            SecretBytes.ofUtf8(PASSWORD),
            List.of(),
            new RepositoryContext(
                Clock.systemUTC(),
                new SecureRandom(),
                new Actor("pod", "tester", ProcessHandle.current().pid(), 0, 0, "test")));
  }

  /** What a copy came to, and the snapshot it became. */
  record Outcome(Capture capture, Snapshot snapshot) {}

  FilesOrder order(List<String> include, List<String> exclude) {
    return new FilesOrder(source.toString(), "/exports/share", include, exclude, false);
  }

  Outcome backUp(Optional<Snapshot> previous) throws SourceException, InterruptedException {
    return backUp(order(List.of(), List.of()), previous);
  }

  Outcome backUp(FilesOrder order, Optional<Snapshot> previous)
      throws SourceException, InterruptedException {
    SessionOptions options =
        SessionOptions.standard(directory.resolve("scratch"), 2).withPackTargetBytes(4 << 20);
    try (BackupSession session = BackupSession.open(repository, options)) {
      Capture capture =
          new FilesSource(order, opener)
              .capture(
                  order.storedAs(),
                  new CaptureContext(
                      session, previous, new ProgressBoard(), notes, new Cancellation()));
      Snapshot snapshot =
          session.commit(
              new SnapshotDraft(
                  Clock.systemUTC().instant(),
                  capture.tree(),
                  "server",
                  capture.paths(),
                  List.of("by=us"),
                  List.of(),
                  previous.map(Snapshot::id),
                  Optional.empty()));
      return new Outcome(capture, snapshot);
    }
  }

  BackupSession session() {
    return BackupSession.open(repository, SessionOptions.standard(directory.resolve("scratch"), 2));
  }

  Repository repository() {
    return repository;
  }

  Path file(String name, byte[] content) {
    try {
      Path file = source.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs restic on the repository; it must succeed. */
  String restic(String... arguments) {
    List<String> command = new ArrayList<>(List.of("restic", "--no-cache", "-r"));
    command.add(directory.resolve("repo").toString());
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program; it must succeed. */
  String run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("RESTIC_PASSWORD", PASSWORD);
      builder.environment().put("HOME", directory.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path made(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
