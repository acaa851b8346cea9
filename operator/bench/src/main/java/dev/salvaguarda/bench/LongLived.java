package dev.salvaguarda.bench;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The same run in a young repository and in one that has lived for long: both must cost the same.
 * The old one's packs stand in the listing but in no index, since loading an index may take as long
 * as it is.
 *
 * <p>Arguments: the JSON file to write, the line of bash that starts a worker, the number of
 * snapshots and of all objects.
 */
final class LongLived {
  private static final String PASSWORD = "a password for measurements";
  private static final int ROUNDS = 3;

  private final Engine.Worker worker;
  private final BenchSource source;
  private final Path folder;
  private final Path passwordFile;
  private final BenchReport report;

  private LongLived(String line, Path folder) throws IOException {
    this.worker = new Engine.Worker(SideBySide.OURS, line, Orders.today(ChunkSize.KIB_16));
    this.folder = folder;
    this.passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    FileShare share = FileShare.write(folder.resolve("share"), 500, 60_000, 8);
    this.source = new BenchSource.Tree(share.root());
    this.report = new BenchReport(MachineFacts.read(List.of()), System.out);
  }

  public static void main(String[] args) throws IOException {
    Path folder = Machine.temporaryFolder("long");
    try {
      LongLived bench = new LongLived(args[1], folder);
      bench.compare(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      bench.report.write(Path.of(args[0]));
    } finally {
      Folders.delete(folder);
    }
  }

  private void compare(int snapshots, int objects) throws IOException {
    MemoryStore young = new MemoryStore();
    MemoryStore old = new MemoryStore();
    try (Repository _ = young.newRepository(PASSWORD);
        Repository repository = old.newRepository(PASSWORD)) {
      Instant begin = Instant.now();
      age(repository, old, snapshots, objects);
      report.line(
          "The old repository: %,d snapshots, %,d objects, made in %d s."
              .formatted(
                  snapshots,
                  old.objects().size(),
                  Duration.between(begin, Instant.now()).toSeconds()));
      report.line("\n| repository | round | CPU s | wall s | peak MiB | requests | load |");
      report.line("|---|---|---|---|---|---|---|");
      runs(young, old);
    }
  }

  /** Round 0 is the first copy of the source; those that follow find it unchanged. */
  private void runs(MemoryStore young, MemoryStore old) throws IOException {
    try (MemoryS3 youngServer = new MemoryS3(young);
        MemoryS3 oldServer = new MemoryS3(old)) {
      String youngResult = "";
      String oldResult = "";
      for (int round = 0; round <= ROUNDS; round++) {
        youngResult = run("young", round, youngServer, youngResult);
        oldResult = run("old", round, oldServer, oldResult);
      }
    }
  }

  private String run(String name, int round, MemoryS3 server, String previous) throws IOException {
    Place place =
        new Place(server.endpoint(), "us-east-1", MemoryS3.BUCKET, "key", "secret", passwordFile);
    double load = MachineFacts.load();
    Engine.Copy copy = worker.copy(source, place, previous, folder);
    Map<String, Integer> counts = server.takeCounts();
    int requests = counts.values().stream().mapToInt(Integer::intValue).sum();
    report.put(
        name + " " + round,
        Map.of(
            "cpuSeconds", copy.cost().cpuSeconds(),
            "wallSeconds", copy.cost().wallSeconds(),
            "peakBytes", copy.cost().peakBytes(),
            "requests", counts,
            "load", load));
    report.line(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.2f | %.1f | %.0f | %d: %s | %.1f |",
            name,
            round,
            copy.cost().cpuSeconds(),
            copy.cost().wallSeconds(),
            copy.cost().peakBytes() / 1048576.0,
            requests,
            counts,
            load));
    return copy.result();
  }

  private static void age(Repository repository, MemoryStore store, int snapshots, int objects) {
    Instant first = Instant.parse("2020-01-01T00:00:00Z");
    for (int i = 0; i < snapshots; i++) {
      String policy = "policy-%04d".formatted(i % 2000);
      SnapshotDraft draft =
          new SnapshotDraft(
              first.plus(Duration.ofMinutes(30L * i)),
              BlobId.ofContent(new byte[] {1}, 0, 1),
              policy + ".example.org",
              List.of("/" + policy),
              List.of("namespace=bench", "policy=" + policy, "run=" + policy + "-daily-" + i),
              List.of(),
              Optional.empty(),
              Optional.empty());
      var _ = repository.snapshots().save(draft, repository.files());
    }
    byte[] content = {0};
    for (int i = store.objects().size(); i < objects; i++) {
      byte[] name = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      store.objects().put(FileType.PACK.key(FileId.ofContent(name, 0, name.length)), content);
    }
  }
}
