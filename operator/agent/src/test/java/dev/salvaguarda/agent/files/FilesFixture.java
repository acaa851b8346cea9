package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

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
            Contexts.of(
                Clock.systemUTC(),
                new Actor("pod", "tester", ProcessHandle.current().pid(), 0, 0, "test")));
  }

  /** What a copy came to, and the snapshot it became. */
  record Outcome(Capture capture, Snapshot snapshot) {
    /** The one thing that the copy falls short of. */
    Failure only() {
      assertThat(capture.shortfalls()).hasSize(1);
      return capture.shortfalls().getFirst();
    }
  }

  /** Sizes of all files by their paths below the tree's root. */
  Map<String, Long> contents(Outcome outcome) {
    Map<String, Long> sizes = new TreeMap<>();
    nodes(outcome)
        .forEach((path, node) -> {
          if (node.body() instanceof NodeBody.File(long size, _)) {
            sizes.put(path, size);
          }
        });
    return sizes;
  }

  /** All entries by their paths below the tree's root. */
  Map<String, Node> nodes(Outcome outcome) {
    Map<String, Node> nodes = new TreeMap<>();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      reader.walk(
          outcome.snapshot().tree(),
          (parents, node) -> {
            if (parents.size() >= 2) {
              String above =
                  parents.stream().skip(2).map(name -> name + "/").collect(Collectors.joining());
              nodes.put(above + node.name(), node);
            }
          });
    }
    return nodes;
  }

  FilesOrder order(List<String> include, List<String> exclude) {
    return FilesOrder.of(source.toString(), "/exports/share", include, exclude);
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
                  Optional.of(summary(capture))));
      return new Outcome(capture, snapshot);
    }
  }

  private static SnapshotSummary summary(Capture capture) {
    Instant now = Clock.systemUTC().instant();
    return new SnapshotSummary(now, now, capture.sizeBytes());
  }

  /** How many directories a tree holds, the root not counted; one after the other in memory. */
  long directories(BlobId tree) {
    LongAdder count = new LongAdder();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      reader.walk(
          tree,
          (_, node) -> {
            if (node.body() instanceof NodeBody.Directory) {
              count.increment();
            }
          });
    }
    return count.sum();
  }

  /** What is stored of a file. */
  byte[] content(Outcome outcome, String path) throws IOException {
    NodeBody body = Objects.requireNonNull(nodes(outcome).get(path)).body();
    try (RepositoryReader reader = repository.reader(repository.loadIndex());
        InputStream content = reader.open(((NodeBody.File) body).content())) {
      return content.readAllBytes();
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
