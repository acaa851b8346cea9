package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known about each target of a run, over all its attempts. An attempt that follows a result
 * copies only the targets that are worth another try; what it says of them replaces what was known,
 * except that a snapshot once proven is not forgotten.
 *
 * @param targets what became of each, in the order of work
 * @param omitted how many more there are that nobody listed
 * @param capturedAt earliest start of capture among the copies that count; null without one
 * @param bytesRead from the source for the copies that count
 * @param bytesStored new in the repository, over all attempts
 * @param peakMemoryBytes largest resident size of a worker; 0 if unknown
 * @param replicas what the newest attempt with a result said of the further repositories
 */
public record Ledger(
    List<TargetResult> targets,
    int omitted,
    @Nullable Instant capturedAt,
    long bytesRead,
    long bytesStored,
    long peakMemoryBytes,
    List<ReplicaResult> replicas) {

  public Ledger {
    targets = List.copyOf(targets);
    replicas = List.copyOf(replicas);
  }

  /** Nothing is known. */
  public static Ledger empty() {
    return new Ledger(List.of(), 0, null, 0, 0, 0, List.of());
  }

  /** What is known once this result of a later attempt is counted in. */
  public Ledger with(CopyResult result) {
    Map<String, TargetResult> merged = new LinkedHashMap<>();
    result.targets().forEach(target -> merged.put(target.name(), target));
    boolean part = namesAll();
    boolean whole = !part && result.hasAllTargets();
    boolean keptOlder = false;
    for (TargetResult older : targets) {
      TargetResult newer = merged.get(older.name());
      boolean better =
          TargetVerdict.hasSnapshot(older) && !TargetVerdict.hasSnapshot(newer) && !whole;
      if (better || (part && newer == null)) {
        merged.put(older.name(), older);
        keptOlder = true;
      }
    }
    return new Ledger(
        new ArrayList<>(merged.values()),
        result.targetsOmitted(),
        keptOlder ? earlier(capturedAt, result.capturedAt()) : result.capturedAt(),
        keptOlder
            ? merged.values().stream().mapToLong(TargetResult::bytesRead).sum()
            : result.bytesRead(),
        bytesStored + result.bytesStored(),
        Math.max(peakMemoryBytes, result.peakMemoryBytes()),
        result.replicas());
  }

  /**
   * The targets that the next attempt copies: those whose failure passes by itself, if it is known
   * what there is; else the ones that were wanted in the first place.
   *
   * @param wanted names; empty means all that the source has
   */
  public List<String> toCopy(List<String> wanted) {
    List<String> again =
        namesAll()
            ? targets.stream().filter(TargetVerdict::isToRepeat).map(TargetResult::name).toList()
            : List.of();
    return again.isEmpty() ? wanted : again;
  }

  /** Whether another attempt can bring more than there is after one that failed like this. */
  boolean retryHelps(Failure failure) {
    return namesAll() ? targets.stream().anyMatch(TargetVerdict::isToRepeat) : Retry.helps(failure);
  }

  /** Ids of the snapshots of all targets that have one. */
  Set<String> snapshotIds() {
    return targets.stream()
        .flatMap(target -> Stream.ofNullable(target.snapshotId()))
        .collect(Collectors.toSet());
  }

  /**
   * What is known once the repository showed these snapshots of a worker that could not tell.
   *
   * @param snapshots id by target
   * @param lost why the worker could not tell
   */
  public Ledger proven(Map<String, String> snapshots, Failure lost) {
    Map<String, TargetResult> merged = new LinkedHashMap<>();
    targets.forEach(target -> merged.put(target.name(), target));
    List<String> found =
        snapshots.keySet().stream()
            .sorted()
            .filter(name -> !TargetVerdict.hasSnapshot(merged.get(name)))
            .toList();
    found.forEach(name ->
        merged.put(
            name,
            new TargetResult(name, Outcome.DEGRADED, null, snapshots.get(name), 0, 0, null, lost)));
    int added = merged.size() - targets.size();
    return new Ledger(
        new ArrayList<>(merged.values()),
        Math.max(0, omitted - added),
        capturedAt,
        bytesRead,
        bytesStored,
        peakMemoryBytes,
        found.isEmpty() ? replicas : replicas.stream().map(Ledger::withoutTheLast).toList());
  }

  /** What an earlier attempt copied is not what a later one stored. */
  private static ReplicaResult withoutTheLast(ReplicaResult replica) {
    return replica.outcome() == Outcome.SUCCEEDED
        ? replica.doubted(
            new Failure(
                FailureReason.COPIES_BEHIND,
                "Repository %s got nothing of the attempt whose worker was lost; the next run goes on."
                    .formatted(replica.repository())))
        : replica;
  }

  /** What is known once a snapshot that a worker named turned out not to be in the repository. */
  public Ledger heldBy(Set<String> ids) {
    return withTargets(targets.stream().map(target -> TargetVerdict.heldBy(target, ids)).toList());
  }

  /** What is known when nobody but the worker says that the snapshots are there. */
  public Ledger unconfirmed(Failure silence) {
    return withTargets(
        targets.stream().map(target -> TargetVerdict.unconfirmed(target, silence)).toList());
  }

  /** The first further repository that is said to have everything and was not asked for it yet. */
  Optional<String> unconfirmedReplica(Set<String> asked) {
    return replicas.stream()
        .filter(replica -> replica.outcome() == Outcome.SUCCEEDED)
        .map(ReplicaResult::repository)
        .filter(name -> !asked.contains(name))
        .findFirst();
  }

  /** What is known once a further repository turned out not to have what it was said to have. */
  Ledger doubting(String repository, Failure why) {
    return new Ledger(
        targets,
        omitted,
        capturedAt,
        bytesRead,
        bytesStored,
        peakMemoryBytes,
        replicas.stream()
            .map(one -> one.repository().equals(repository) ? one.doubted(why) : one)
            .toList());
  }

  /** Why the first of the further repositories that lag does so; empty if none does. */
  Optional<Failure> firstLag() {
    return replicas.stream()
        .filter(replica -> replica.outcome() != Outcome.SUCCEEDED)
        .findFirst()
        .map(replica ->
            Objects.requireNonNullElseGet(
                replica.failure(),
                () ->
                    new Failure(
                        FailureReason.COPIES_BEHIND,
                        "Repository %s lags behind.".formatted(replica.repository()))));
  }

  /** Whether at least one target has a snapshot. */
  public boolean hasAnySnapshot() {
    return targets.stream().anyMatch(TargetVerdict::hasSnapshot);
  }

  /** Whether there are targets and each of them is complete and has its snapshot. */
  public boolean isComplete() {
    return !targets.isEmpty()
        && targets.stream()
            .allMatch(target ->
                target.outcome() == Outcome.SUCCEEDED && TargetVerdict.hasSnapshot(target));
  }

  /** The first failure of a target, if any failed or fell short. */
  public Optional<Failure> firstFailure() {
    return targets.stream().flatMap(target -> Stream.ofNullable(target.failure())).findFirst();
  }

  /** Whether some attempt could say what the source has; a lost one proves only what it stored. */
  private boolean namesAll() {
    return omitted == 0
        && targets.stream()
            .anyMatch(
                target -> target.outcome() != Outcome.DEGRADED || target.consistency() != null);
  }

  private Ledger withTargets(List<TargetResult> others) {
    return new Ledger(
        others, omitted, capturedAt, bytesRead, bytesStored, peakMemoryBytes, replicas);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
