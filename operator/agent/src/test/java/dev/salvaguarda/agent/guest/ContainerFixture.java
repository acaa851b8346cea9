package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.KeptNotes;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository in a directory that takes archives of containers, and restic to look at it. */
final class ContainerFixture {
  private static final String PASSWORD = "correct horse";

  private final Path directory;
  private final Repository repository;

  /** What an archive became. */
  record Stored(BlobId tree, long bytesStored, String snapshot, boolean hasConfig) {}

  ContainerFixture(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("scratch"));
    for (String kind : List.of("data", "index", "keys", "locks", "snapshots")) {
      Files.createDirectories(directory.resolve("repo").resolve(kind));
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

  Stored store(byte[] archive) throws IOException {
    SessionOptions options =
        SessionOptions.standard(directory.resolve("scratch"), 2).withPackTargetBytes(4 << 20);
    try (BackupSession session = BackupSession.open(repository, options);
        ContainerCopy copy =
            new ContainerCopy(
                new CaptureContext(
                    session,
                    Optional.empty(),
                    new ProgressBoard(),
                    new KeptNotes(),
                    new Cancellation()))) {
      copy.read(new ByteArrayInputStream(archive));
      BlobId tree = copy.store(Consistency.FILE_SYSTEM);
      String snapshot =
          session
              .commit(
                  new SnapshotDraft(
                      Clock.systemUTC().instant(),
                      tree,
                      "pve01",
                      List.of("/guests/101"),
                      List.of(),
                      List.of(),
                      Optional.empty(),
                      Optional.empty()))
              .id()
              .toString();
      return new Stored(
          tree, session.progress().counts().bytesStored(), snapshot, copy.hasConfig());
    }
  }

  byte[] rebuild(Stored stored) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      new TarRebuild(reader, stored.tree()).write(archive);
    }
    return archive.toByteArray();
  }

  /** With another configuration. */
  byte[] rebuild(Stored stored, Map<String, byte[]> config) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      new TarRebuild(reader, stored.tree()).write(archive, config);
    }
    return archive.toByteArray();
  }

  /** What restic restores. */
  Path restored(Stored stored) throws Exception {
    Path target = directory.resolve("restored");
    String _ =
        run(
            directory,
            "restic",
            "--no-cache",
            "-r",
            directory.resolve("repo").toString(),
            "restore",
            stored.snapshot(),
            "--target",
            target.toString());
    return target;
  }

  /** Runs a program there; it must succeed. */
  static String run(Path there, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(there.toFile())
            .redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", PASSWORD);
    builder.environment().put("HOME", there.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }
}
