package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.Task;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** An empty repository in an S3 server, and agents that are run against it. */
final class AgentBench {
  private static final List<String> KINDS = List.of("copied", "restored", "maintained");
  static final String REPOSITORY_PASSWORD = "repository-canary-2342";

  private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
  private final S3Server s3;
  private final String bucket;
  private final Path folder;
  private final BenchRepository repository;

  /** What the operator would know from the status of earlier runs. */
  private final Map<String, String> previous = new ConcurrentHashMap<>();

  private Set<String> damagedPacks = Set.of();
  private int runs;

  AgentBench(S3Server s3, Path folder) throws IOException {
    this.s3 = s3;
    this.bucket = s3.newBucket();
    this.folder = folder;
    Files.writeString(folder.resolve("access-key"), s3.accessKey());
    Files.writeString(folder.resolve("secret-key"), s3.secretKey());
    Files.writeString(folder.resolve("repository-password"), REPOSITORY_PASSWORD + "\n");
    this.repository = new BenchRepository(s3, bucket, folder);
    repository.create();
  }

  /** What an agent said and how it ended. */
  record Outcome(int exitCode, JsonNode result, String output, String terminationMessage) {
    JsonNode target(String name) {
      for (JsonNode target : result.path("targets")) {
        if (target.path("name").asText().equals(name)) {
          return target;
        }
      }
      throw new AssertionError("no target " + name + " in " + output);
    }

    /** What a restore of this target wants, as the run recorded it. */
    RestoreTask.Wanted wanted(String target) {
      String sha256 = target(target).path("sha256").asText();
      return new RestoreTask.Wanted(
          target, snapshotOf(target), sha256.isEmpty() ? null : sha256, null);
    }

    /** What a restore of all targets wants. */
    List<RestoreTask.Wanted> wanted() {
      List<RestoreTask.Wanted> all = new ArrayList<>();
      for (JsonNode target : result.path("targets")) {
        all.add(wanted(target.path("name").asText()));
      }
      return all;
    }

    /** The answer to a check of a restore. */
    JsonNode check(String name) {
      for (JsonNode check : result.path("checks")) {
        if (check.path("name").asText().equals(name)) {
          return check;
        }
      }
      throw new AssertionError("no check " + name + " in " + output);
    }

    String snapshotOf(String target) {
      return target(target).path("snapshotId").asText();
    }

    /** Why the attempt as a whole fell short. */
    String reason() {
      return reason(result);
    }

    String reasonOf(String target) {
      return reason(target(target));
    }

    private static String reason(JsonNode node) {
      return node.path("failure").path("reason").asText();
    }
  }

  /** Mounts a secret as the pod would. */
  String secret(String name, String value) throws IOException {
    return Files.writeString(folder.resolve(name), value + "\n").toString();
  }

  /** Writes a work order for a new run and returns its file. */
  Path order(SourceOrder source, Guards guards) throws IOException {
    return order(
        "BackupRun",
        new CopyTask(
            "nightly",
            source,
            List.of(),
            previous,
            List.of(),
            access(),
            null,
            true,
            damagedPacks,
            false,
            guards,
            0));
  }

  /** From now on runs and maintenance are told that these packs are damaged. */
  void knowDamaged(String... packs) {
    damagedPacks = Set.of(packs);
  }

  /** Writes a work order to copy all of a tree as {@code /documents} and returns its file. */
  Path order(Path tree) throws IOException {
    return order(
        new SourceOrder(
            "files.example.org", null, null, FilesOrder.everything(tree.toString(), "/documents")),
        Guards.none());
  }

  /** Copies all of a tree as {@code /documents}. */
  Outcome copy(Path tree) throws IOException {
    Outcome copied = run(order(tree));
    assertThat(copied.exitCode()).as(copied.output()).isZero();
    return copied;
  }

  /** Writes a work order for a new restore and returns its file. */
  Path order(List<RestoreTask.Wanted> wanted, RestoreInto into, boolean force, CheckOrder... checks)
      throws IOException {
    return order("Restore", new RestoreTask(access(), wanted, into, force, List.of(checks), 0));
  }

  /** Writes a work order to look after the repository and returns its file. */
  Path maintenance(Path restic, Duration lockWait, RetentionOrder... retention) throws IOException {
    return order(
        "BackupRepository",
        new MaintenanceTask(
            access(),
            restic.toString(),
            true,
            null,
            List.of(retention),
            damagedPacks,
            false,
            lockWait,
            0));
  }

  /** Writes a work order to read a part of the repository and returns its file. */
  Path reading(ReadOrder read) throws IOException {
    return order(
        "BackupPolicy",
        new MaintenanceTask(
            access(), "restic", false, read, List.of(), Set.of(), false, Duration.ZERO, 0));
  }

  private Path order(String kind, Task task) throws IOException {
    runs++;
    WorkOrder order =
        WorkOrder.of(new WorkIdentity(kind, "payroll", "nightly-" + runs, "uid-" + runs, 1), task);
    Path file = folder.resolve("order-" + runs + ".json");
    mapper.writeValue(file.toFile(), order);
    return file;
  }

  /** The same order with something else in it. */
  Path changed(Path order, String old, String fresh) throws IOException {
    String text = Files.readString(order);
    assertThat(text).contains(old);
    return Files.writeString(
        folder.resolve("changed-" + order.getFileName()), text.replace(old, fresh));
  }

  private RepositoryAccess access() {
    return new RepositoryAccess(
        "offsite",
        s3.endpoint().toString(),
        s3.region(),
        bucket,
        "",
        true,
        null,
        folder.resolve("access-key").toString(),
        folder.resolve("secret-key").toString(),
        null,
        folder.resolve("repository-password").toString());
  }

  Outcome run(Path order) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Path termination = folder.resolve("termination-log");
    int exitCode;
    try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      exitCode =
          new Agent(Clock.systemUTC(), Map.of("PATH", "/usr/bin:/bin"), stream, stream)
              .run(
                  List.of(
                      "--work-order",
                      order.toString(),
                      "--termination-log",
                      termination.toString()));
    }
    return outcome(exitCode, output.toString(StandardCharsets.UTF_8), termination);
  }

  /** Runs beside the test, which meanwhile does something to the source. */
  CompletableFuture<Outcome> startRun(Path order) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return run(order);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** The arguments and the environment of every process that this one started. */
  static List<String> visibleProcesses() {
    return ProcessHandle.current().descendants().map(AgentBench::visible).toList();
  }

  private static String visible(ProcessHandle process) {
    Path facts = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readString(facts.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          + Files.readString(facts.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Outcome outcome(int exitCode, String output, Path termination) throws IOException {
    String told =
        output
            .lines()
            .filter(line -> KINDS.stream().anyMatch(kind -> line.contains("\"" + kind + "\":{")))
            .reduce("{}", (_, line) -> line);
    JsonNode line = mapper.readTree(told);
    JsonNode result =
        KINDS.stream()
            .map(line::path)
            .filter(JsonNode::isObject)
            .findFirst()
            .orElseGet(MissingNode::getInstance);
    for (JsonNode target : result.path("targets")) {
      if (target.hasNonNull("snapshotId")
          && !target.path("failure").path("reason").asText().startsWith("GUARD")) {
        previous.put(target.path("name").asText(), target.path("snapshotId").asText());
      }
    }
    return new Outcome(exitCode, result, output, Files.readString(termination));
  }

  /** A server that takes a restore, by the name and password of its administrator. */
  RestoreInto.Server server(int port, String user) throws IOException {
    return new RestoreInto.Server(
        "127.0.0.1",
        port,
        secret("administrator", user),
        secret("administrator-password", "any"),
        new TlsOrder(TlsOrder.Mode.DISABLE, null));
  }

  /** The bucket, and what may happen to it. */
  FailingBucket bucket() {
    return new FailingBucket(repository, s3, bucket);
  }

  /** What lies in the bucket, opened beside the agents. */
  BenchRepository repository() {
    return repository;
  }

  List<Snapshot> snapshots() {
    return repository.snapshots();
  }

  /** What stock restic prints; fails if it does not end well. */
  byte[] restic(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(RequiredTool.restic().path().toString());
    builder.command().addAll(List.of("--no-cache", "-q"));
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(resticEnvironment());
    builder.environment().put("RESTIC_PASSWORD", REPOSITORY_PASSWORD);
    Path errors = folder.resolve("restic.errors");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new AssertionError(
          "restic " + String.join(" ", arguments) + " failed: " + Files.readString(errors));
    }
    return output;
  }

  /** Where stock restic finds the repository; says nothing of its password. */
  Map<String, String> resticEnvironment() {
    return new TreeMap<>(
        Map.of(
            "RESTIC_REPOSITORY",
            "s3:" + s3.endpoint() + "/" + bucket,
            "AWS_ACCESS_KEY_ID",
            s3.accessKey(),
            "AWS_SECRET_ACCESS_KEY",
            s3.secretKey()));
  }
}
