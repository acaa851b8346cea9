package dev.salvaguarda.controller.run;

import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A repository of which only the snapshots' tags and the locks matter. */
public final class ArchiveInMemory implements ArchiveAccess {
  private final Map<String, List<RunSnapshot>> byRun = new ConcurrentHashMap<>();
  private final Set<String> unlocked = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> afterwards = new AtomicReference<>(() -> {});
  private final Map<String, List<String>> journals = new ConcurrentHashMap<>();
  private final AtomicInteger unlocks = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean keepsLocks;

  void store(String runUid, String target) {
    byRun
        .computeIfAbsent(runUid, _ -> new CopyOnWriteArrayList<>())
        .add(new RunSnapshot(idOf(target), idOf(target), target));
  }

  /** A further repository, or the first one again, has a copy of what was stored. */
  void copy(String runUid, String target) {
    byRun
        .computeIfAbsent(runUid, _ -> new CopyOnWriteArrayList<>())
        .add(new RunSnapshot("c" + idOf(target).substring(1), idOf(target), target));
  }

  public void silence(boolean wanted) {
    silent = wanted;
  }

  /** Whether it is silent when it is to remove a lock, and only then. */
  void keepLocks(boolean wanted) {
    keepsLocks = wanted;
  }

  /** Lets something happen, once, while the operator waits for an answer. */
  void beforeTheNextAnswer(Runnable happens) {
    before.set(happens);
  }

  /** Hosts whose locks were removed. */
  Set<String> unlocked() {
    return unlocked;
  }

  /** How often locks were removed. */
  int timesUnlocked() {
    return unlocks.get();
  }

  static String idOf(String target) {
    return "%064x".formatted(target.hashCode() & 0xffffffffL);
  }

  @Override
  public ProbeOutcome probe(ProbeRequest request) {
    throw new UnsupportedOperationException("runs don't probe");
  }

  @Override
  public Set<String> confirm(ArchiveLogin login, Set<String> ids) {
    speak();
    return byRun.values().stream()
        .flatMap(List::stream)
        .map(RunSnapshot::id)
        .filter(ids::contains)
        .collect(Collectors.toSet());
  }

  @Override
  public List<RunSnapshot> find(ArchiveLogin login, String runUid, Instant since) {
    speak();
    return byRun.getOrDefault(runUid, List.of());
  }

  @Override
  public Optional<SnapshotFacts> describe(ArchiveLogin login, String id) {
    throw new UnsupportedOperationException("runs don't describe");
  }

  @Override
  public List<SnapshotFacts> ofPolicy(ArchiveLogin login, String namespace, String policy) {
    throw new UnsupportedOperationException("runs don't ask for all of a policy");
  }

  @Override
  public long storedBytes(ArchiveLogin login) {
    return 0;
  }

  @Override
  public int removeLocksOf(ArchiveLogin login, String hostname) {
    speak();
    if (keepsLocks) {
      throw noAnswer();
    }
    unlocked.add(hostname);
    unlocks.incrementAndGet();
    return 1;
  }

  @Override
  public void appendToJournal(ArchiveLogin login, byte[] lines) {
    speak();
    journals
        .computeIfAbsent(login.name(), _ -> new CopyOnWriteArrayList<>())
        .add(new String(lines, StandardCharsets.UTF_8));
    afterwards.getAndSet(() -> {}).run();
  }

  /** What was written into the journal of the BackupRepository of this name, batch by batch. */
  public List<String> journal(String repository) {
    return journals.getOrDefault(repository, List.of());
  }

  /** Lets something happen, once, when lines have been written and the operator does not know. */
  public void afterTheNextLines(Runnable happens) {
    afterwards.set(happens);
  }

  private void speak() {
    before.getAndSet(() -> {}).run();
    if (silent) {
      throw noAnswer();
    }
  }

  private static ArchiveAccessException noAnswer() {
    return new ArchiveAccessException(
        new Failure(FailureReason.REPOSITORY_UNREACHABLE, "s3.example.org did not answer."),
        new IllegalStateException("silent"));
  }
}
