package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.RunSpan;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of a policy left in the repository, as far as the cluster knows.
 *
 * @param ids of the newest good snapshot, by target
 * @param spans when earlier runs stored snapshots, the newest first: of those whose names are not
 *     known, because a status lists only so many targets or a run was deleted, that much is
 * @param caughtUp the newest run after which a further repository lacked nothing, by its name
 */
public record PreviousCopies(
    Map<String, String> ids, List<RunSpan> spans, Map<String, CaughtUp> caughtUp) {
  /** History limits keep fewer; a person may hold more. */
  private static final int MOST_SPANS = 100;

  /** Were such copies the measure, a source that lost its rows would be suspicious once only. */
  private static final Set<String> DOUBTS =
      Stream.of(FailureReason.values())
          .filter(FailureReason::isDoubt)
          .map(FailureReason::wireName)
          .collect(Collectors.toUnmodifiableSet());

  /** After these ends a worker had no time to finish what it was writing. */
  private static final Set<String> ABRUPT =
      Set.of(
          FailureReason.WORKER_LOST.wireName(),
          FailureReason.WORKER_OUT_OF_MEMORY.wireName(),
          FailureReason.DEADLINE_EXCEEDED.wireName(),
          FailureReason.CANCELLED.wireName(),
          FailureReason.INTERNAL.wireName());

  public PreviousCopies {
    ids = Map.copyOf(ids);
    spans = List.copyOf(spans);
    caughtUp = Map.copyOf(caughtUp);
  }

  /**
   * What is known before an attempt of a run. The run's own earlier attempts don't count: a copy
   * that a guard doubted would otherwise be the measure of the next try.
   *
   * @param runs all of the policy, at least
   * @param remembered what the policy knows of its last good run, which may be deleted
   */
  static PreviousCopies before(
      BackupRun run, List<BackupRun> runs, @Nullable LastSuccessfulRun remembered) {
    List<BackupRun> others =
        runs.stream()
            .filter(other -> !other.getMetadata().getUid().equals(run.getMetadata().getUid()))
            .filter(other -> other.getStatus() != null && other.getStatus().startTime() != null)
            .sorted(Comparator.comparing(PreviousCopies::startedAt).reversed())
            .toList();
    return new PreviousCopies(ids(others), spans(others, remembered), caughtUp(others));
  }

  /**
   * Up to the newest run that could not list all: of a target that is not among those it lists
   * nobody knows whether it has a newer copy than older runs name.
   */
  private static Map<String, String> ids(List<BackupRun> newestFirst) {
    Map<String, String> ids = new HashMap<>();
    for (BackupRun run : newestFirst) {
      run.getStatus().targets().stream()
          .filter(target -> target.snapshotId() != null && !isDoubted(target))
          .forEach(target -> ids.putIfAbsent(target.name(), target.snapshotId()));
      Integer omitted = run.getStatus().targetsOmitted();
      if (omitted != null && omitted > 0) {
        break;
      }
    }
    return ids;
  }

  /** By runs of which there is a snapshot, since that is what the worker looks for. */
  private static Map<String, CaughtUp> caughtUp(List<BackupRun> newestFirst) {
    Map<String, CaughtUp> runs = new HashMap<>();
    newestFirst.stream()
        .filter(run -> run.getStatus().completionTime() != null)
        .filter(run ->
            run.getStatus().targets().stream().anyMatch(target -> target.snapshotId() != null))
        .forEach(run ->
            run.getStatus().repositories().stream()
                .skip(1)
                .filter(one -> one.state() == State.COMPLETE)
                .forEach(one ->
                    runs.putIfAbsent(
                        one.name(), new CaughtUp(run.getMetadata().getUid(), startedAt(run)))));
    return runs;
  }

  private static List<RunSpan> spans(List<BackupRun> runs, @Nullable LastSuccessfulRun remembered) {
    Stream<RunSpan> ofRuns =
        runs.stream()
            .filter(run -> run.getStatus().completionTime() != null)
            .map(run -> new RunSpan(startedAt(run), completedAt(run)));
    return Stream.concat(ofRuns, deleted(runs, remembered).stream())
        .sorted(Comparator.comparing(RunSpan::from).reversed())
        .limit(MOST_SPANS)
        .toList();
  }

  private static Optional<RunSpan> deleted(
      List<BackupRun> runs, @Nullable LastSuccessfulRun remembered) {
    return Optional.ofNullable(remembered)
        .filter(last -> last.capturedAt() != null && last.completedAt() != null)
        .filter(
            last -> runs.stream().noneMatch(run -> run.getMetadata().getName().equals(last.name())))
        .map(last ->
            new RunSpan(
                Objects.requireNonNull(last.capturedAt()),
                Objects.requireNonNull(last.completedAt())));
  }

  /** Whether the run before this one ended so abruptly that it may have left packs behind. */
  static boolean mayHaveLeftOrphans(List<BackupRun> runs) {
    return runs.stream()
        .filter(other -> other.getStatus() != null && other.getStatus().completionTime() != null)
        .max(Comparator.comparing(other -> completedAt(other)))
        .map(newest -> newest.getStatus().reason())
        .filter(ABRUPT::contains)
        .isPresent();
  }

  private static boolean isDoubted(TargetStatus target) {
    return target.reason() != null && DOUBTS.contains(target.reason());
  }

  private static Instant completedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().completionTime());
  }

  private static Instant startedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().startTime());
  }
}
