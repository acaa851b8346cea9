package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.snapshot.Snapshots;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a directory, into which a server of databases without content is copied once a
 * day: only their sizes are told.
 */
final class RunsInADirectory {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private final RepositoryContext context =
      Contexts.of(Clock.systemUTC(), new Actor("pod", "tester", 1, 0, 0, "test"));
  private final NotedRequests requests = new NotedRequests();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final DirectoryStore store;
  private final Repository repository;
  private final Path folder;
  private final Map<String, Repository> replicas = new LinkedHashMap<>();
  private final Set<String> away = new HashSet<>();
  private final Map<String, CaughtUp> caughtUp = new HashMap<>();
  private @Nullable Replication replication;
  private boolean moreDamaged;

  RunsInADirectory(Path folder) {
    this.folder = folder;
    this.store = requests.store(folder.resolve("repo"));
    this.repository =
        Repository.create(store, SecretBytes.ofUtf8("correct horse"), List.of(), context);
  }

  /** Copies what there is on a day, as the first attempt of a run. */
  CopyResult run(int day, Map<String, Long> sizes) {
    return of(day).copy(sizes);
  }

  /** How many requests of each kind the newest run made to all repositories, by verb and folder. */
  Map<String, Long> requests() {
    return requests.requests();
  }

  RunOfADay of(int day) {
    return RunOfADay.first(this, day);
  }

  CopyResult copy(RunOfADay run, Map<String, Long> sizes) {
    requests.clear();
    Instant begin = begin(run.day());
    Clock clock = Clock.offset(context.clock(), Duration.between(context.clock().instant(), begin));
    WorkIdentity work = run.identity();
    Attempt made =
        new Attempt(
            work,
            run.task(access("offsite"), replication(), moreDamaged),
            _ -> new SizesOnly(sizes, run.shortfalls()),
            (access, _) -> opened(access),
            SessionOptions.standard(scratch(), 1),
            new Work.Surroundings(
                new ProgressBoard(),
                new LineWriter(new PrintStream(log), clock),
                new Cancellation(),
                clock));
    made.run();
    date(run.day());
    CopyResult result = made.result(0);
    result.replicas().stream()
        .filter(one -> one.outcome() == Outcome.SUCCEEDED)
        .forEach(one -> caughtUp.put(one.repository(), new CaughtUp(work.uid(), begin)));
    return result;
  }

  private Path scratch() {
    try {
      return Files.createDirectories(folder.resolve("scratch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids of the records that were read by the newest run, its own not counted. */
  List<String> read() {
    return requests.read();
  }

  /** Stores as many snapshots of somebody else. */
  void fill(int count, int day) {
    fill(repository, count, day);
  }

  /** The same in a replica. */
  void fill(String name, int count, int day) {
    fill(Objects.requireNonNull(replicas.get(name)), count, day);
  }

  private void fill(Repository place, int count, int day) {
    for (int i = 0; i < count; i++) {
      var _ = save(place, day, i, List.of("policy=finance/other", "target=db-00"));
    }
    date(day);
  }

  /** Stores a record anew, as changing its tags does. */
  void storeAnew(Snapshot snapshot, int day) {
    var _ = repository.snapshots().saveCopy(repository.snapshots(), snapshot, repository.files());
    store.delete("snapshots/" + snapshot.id());
    date(day);
  }

  /** Replaces a snapshot by one with the same tags that does not say how much it holds. */
  String forgetSize(String id, int day) {
    List<String> tags = repository.snapshots().load(FileId.parse(id)).tags();
    String without = save(repository, day, 0, tags).id().toString();
    store.delete("snapshots/" + id);
    date(day);
    return without;
  }

  private static Snapshot save(Repository place, int day, int number, List<String> tags) {
    return place
        .snapshots()
        .save(
            new SnapshotDraft(
                begin(day).plusSeconds(number),
                new BlobId(1, 2, 3, number),
                "db.example.org",
                List.of("/other"),
                tags,
                List.of(),
                Optional.empty(),
                Optional.empty()),
            place.files());
  }

  /** From now on these repositories get the same, each with a password of its own. */
  void replicateTo(long seconds, String... names) {
    for (String name : names) {
      replicas.computeIfAbsent(
          name,
          _ ->
              Repository.create(
                  requests.store(folder.resolve(name)),
                  SecretBytes.ofUtf8("of " + name),
                  List.of(),
                  context));
    }
    replication =
        new Replication(
            Stream.of(names).map(name -> Replica.at(access(name), null, Set.of(), false)).toList(),
            seconds);
  }

  /** Orders say that more packs of the first repository are damaged than they name. */
  void setMoreDamaged(boolean isSo) {
    moreDamaged = isSo;
  }

  /** The same of the further repositories. */
  void setMoreDamagedElsewhere() {
    Replication told = Objects.requireNonNull(replication);
    replication =
        new Replication(
            told.replicas().stream()
                .map(one -> Replica.at(Objects.requireNonNull(one.access()), null, Set.of(), true))
                .toList(),
            told.secondsLeft());
  }

  /** From now on no run is known after which a replica lacked nothing. */
  void deleteRuns() {
    caughtUp.clear();
  }

  /** What the order of the next run says. */
  private @Nullable Replication replication() {
    Replication told = replication;
    return told == null
        ? null
        : new Replication(
            told.replicas().stream()
                .map(one ->
                    new Replica(
                        one.name(),
                        one.access(),
                        one.obstacle(),
                        caughtUp.get(one.name()),
                        one.damagedPacks(),
                        one.moreDamaged()))
                .toList(),
            told.secondsLeft());
  }

  /** From now on there is no BackupRepository of this name. */
  void withoutReplica(String name) {
    replication =
        new Replication(
            List.of(
                Replica.without(
                    name, new Failure(FailureReason.REPOSITORY_MISSING, "There is no " + name))),
            3600);
  }

  /** Whether a replica can't be reached. */
  void setAway(String name, boolean isAway) {
    if (isAway) {
      away.add(name);
    } else {
      away.remove(name);
    }
  }

  Snapshots first() {
    return repository.snapshots();
  }

  Snapshots replica(String name) {
    return Objects.requireNonNull(replicas.get(name)).snapshots();
  }

  /** Removes a snapshot from a replica, as its own maintenance would. */
  void forget(String name, FileId id) {
    new DirectoryStore(folder.resolve(name)).delete("snapshots/" + id);
  }

  private Repository opened(RepositoryAccess access) {
    if (away.contains(access.name())) {
      throw new RepositoryException(Reason.UNREACHABLE, "The store is away.");
    }
    return replicas.getOrDefault(access.name(), repository);
  }

  private static RepositoryAccess access(String name) {
    return new RepositoryAccess(
        name, "https://s3.example.org", "", "b", "", true, null, "a", "s", null, "p");
  }

  /** From now on the store refuses to remove locks. */
  void keepLocks() {
    requests.keepLocks();
  }

  /** What was noted by all runs. */
  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Leaves a record that is none. */
  void damage(int day) {
    store.put("snapshots/" + "0d".repeat(32), new byte[100]);
    date(day);
  }

  /** Cuts a record short. */
  void damage(String id) {
    try {
      Files.write(folder.resolve("repo/snapshots").resolve(id), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Turns a bit of each pack of a further repository. */
  void damagePacks(String name) {
    try (Stream<Path> all = Files.walk(folder.resolve(name).resolve("data"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] pack = Files.readAllBytes(file);
        pack[5] ^= 1;
        Files.write(file, pack);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Instant begin(int day) {
    return MIDNIGHT.plus(Duration.ofDays(day));
  }

  private void date(int day) {
    date("repo", day);
    replicas.keySet().forEach(name -> date(name, day));
  }

  private void date(String place, int day) {
    if (!Files.isDirectory(folder.resolve(place).resolve("snapshots"))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.resolve(place).resolve("snapshots"))) {
      for (Path file : files.toList()) {
        if (requests.know(file.getFileName().toString())) {
          Files.setLastModifiedTime(file, FileTime.from(begin(day).plusSeconds(60)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
