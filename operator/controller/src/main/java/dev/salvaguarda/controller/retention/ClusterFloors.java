package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SourceStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.HoldSpec;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.controller.record.GoodRuns;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.text.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which snapshots stay because of what only the cluster knows. */
final class ClusterFloors {
  private static final int LONGEST_REASON = 200;

  private ClusterFloors() {}

  static Floors of(
      BackupPolicy policy,
      Collection<BackupRun> runs,
      Collection<Restore> restores,
      Set<String> damaged,
      Instant now) {
    List<BackupRun> own = runs.stream().filter(run -> isOf(run, policy)).toList();
    Map<String, String> held = new HashMap<>();
    own.forEach(run -> whyHeld(run, now).ifPresent(why -> held.put(uid(run), why)));
    restores.stream()
        .filter(restore -> isOf(restore, policy) && !isOver(restore))
        .forEach(restore ->
            snapshots(restore)
                .forEach(id ->
                    held.put(
                        id, "until Restore %s ends".formatted(restore.getMetadata().getName()))));
    return new Floors(goodRuns(own, damaged), verified(policy, restores, damaged), held, damaged);
  }

  /** A run that waits for its next attempt may have stored something that nobody judged yet. */
  private static Optional<String> whyHeld(BackupRun run, Instant now) {
    HoldSpec hold = run.getSpec().hold();
    if (hold != null && (hold.until() == null || hold.until().isAfter(now))) {
      String until = hold.until() == null ? "until the hold is removed" : "until " + hold.until();
      String why = hold.reason() == null ? "" : ": " + Sentence.oneLine(hold.reason());
      return Optional.of(Sentence.cut(until + why, LONGEST_REASON));
    }
    RunPhase phase = status(run).phase();
    boolean over = phase != null && phase.isFinal();
    return over
        ? Optional.empty()
        : Optional.of("until run %s ends".formatted(run.getMetadata().getName()));
  }

  /** One that is known to be damaged counts only where there is no other. */
  private static Set<String> goodRuns(List<BackupRun> runs, Set<String> damaged) {
    return GoodRuns.among(
            wholeAndNewestFirst(runs, damaged),
            ClusterFloors::status,
            run -> run.getSpec().targets().isEmpty())
        .stream()
        .map(ClusterFloors::uid)
        .collect(Collectors.toSet());
  }

  /**
   * UIDs of the good runs that are it no more once another run has gone as the newest of the whole
   * policy did; empty if there was none.
   */
  static Set<String> superseded(
      BackupPolicy policy, Collection<BackupRun> runs, Set<String> damaged) {
    List<BackupRun> own =
        wholeAndNewestFirst(runs.stream().filter(run -> isOf(run, policy)).toList(), damaged);
    Optional<BackupRun> newest =
        own.stream().filter(run -> run.getSpec().targets().isEmpty()).findFirst();
    if (newest.isEmpty()) {
      return Set.of();
    }
    List<Optional<BackupRun>> after = new ArrayList<>(List.of(Optional.empty()));
    own.forEach(run -> after.add(Optional.of(run)));
    Set<String> superseded = new HashSet<>(goodRuns(own, damaged));
    GoodRuns.among(
            after,
            run -> status(run.orElse(newest.get())),
            run -> run.orElse(newest.get()).getSpec().targets().isEmpty())
        .forEach(run -> run.map(ClusterFloors::uid).ifPresent(superseded::remove));
    return superseded;
  }

  private static boolean isDamaged(BackupRun run, Set<String> damaged) {
    return status(run).targets().stream()
        .anyMatch(target -> target.snapshotId() != null && damaged.contains(target.snapshotId()));
  }

  private static List<BackupRun> wholeAndNewestFirst(List<BackupRun> runs, Set<String> damaged) {
    return runs.stream()
        .filter(run -> status(run).capturedAt() != null)
        .sorted(
            Comparator.comparing((BackupRun run) -> isDamaged(run, damaged))
                .thenComparing(
                    run -> Optional.ofNullable(status(run).capturedAt()).orElse(Instant.MIN),
                    Comparator.reverseOrder()))
        .toList();
  }

  /** The copy that was captured last, not the one that was tested last, in each repository. */
  private static Set<String> verified(
      BackupPolicy policy, Collection<Restore> restores, Set<String> damaged) {
    Map<Copied, String> newest = new HashMap<>();
    restores.stream()
        .filter(restore -> isOf(restore, policy) && isPassedTest(restore))
        .sorted(
            Comparator.comparing(ClusterFloors::capturedAt).thenComparing(ClusterFloors::endedAt))
        .forEach(restore ->
            status(restore).targets().stream()
                .filter(target -> target.snapshotId() != null)
                .filter(target -> !damaged.contains(target.snapshotId()))
                .forEach(target ->
                    newest.put(
                        new Copied(repository(restore), target.name()), target.snapshotId())));
    return Set.copyOf(newest.values());
  }

  /** A target in a repository. */
  private record Copied(String repository, String target) {}

  /** A test that a person rejected proves nothing. */
  private static boolean isPassedTest(Restore restore) {
    AttestationSpec signature = restore.getSpec().attestation();
    return restore.getSpec().purpose() == RestoreSpec.Purpose.TEST
        && status(restore).phase() == RestorePhase.SUCCEEDED
        && (signature == null || signature.verdict() != AttestationSpec.Verdict.REJECTED);
  }

  private static boolean isOver(Restore restore) {
    RestorePhase phase = status(restore).phase();
    return phase != null && phase.isFinal();
  }

  /**
   * Names of policies are of one namespace here; what an earlier one of the name made counts, too,
   * because its snapshots bear that name and are judged with the others.
   */
  private static boolean isOf(BackupRun run, BackupPolicy policy) {
    return policy.getMetadata().getName().equals(run.getSpec().policyRef().name());
  }

  private static boolean isOf(Restore restore, BackupPolicy policy) {
    SourceStatus source = status(restore).source();
    return source != null && policy.getMetadata().getName().equals(source.policy());
  }

  private static List<String> snapshots(Restore restore) {
    return status(restore).targets().stream()
        .map(RestoredTarget::snapshotId)
        .flatMap(id -> Optional.ofNullable(id).stream())
        .toList();
  }

  private static Instant capturedAt(Restore restore) {
    return Optional.ofNullable(status(restore).source())
        .map(SourceStatus::capturedAt)
        .orElse(Instant.EPOCH);
  }

  private static String repository(Restore restore) {
    return Optional.ofNullable(status(restore).source()).map(SourceStatus::repository).orElse("");
  }

  private static Instant endedAt(Restore restore) {
    return Optional.ofNullable(status(restore).completionTime()).orElse(Instant.EPOCH);
  }

  private static RestoreStatus status(Restore restore) {
    return Optional.ofNullable(restore.getStatus()).orElseGet(RestoreStatus::none);
  }

  private static BackupRunStatus status(BackupRun run) {
    return Optional.ofNullable(run.getStatus()).orElseGet(BackupRunStatus::none);
  }

  private static String uid(BackupRun run) {
    return run.getMetadata().getUid();
  }
}
