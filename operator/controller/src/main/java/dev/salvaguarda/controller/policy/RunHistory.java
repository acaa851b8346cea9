package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.controller.record.GoodRuns;
import dev.salvaguarda.controller.telling.Told;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of one policy, and what they say together. */
record RunHistory(List<PolicyRun> runs) {
  private static final Comparator<PolicyRun> NEWEST_END_FIRST =
      Comparator.comparing(PolicyRun::endedAt)
          .thenComparing(PolicyRun::createdAt)
          .thenComparing(PolicyRun::name)
          .reversed();

  private static final Comparator<PolicyRun> NEWEST_FIRST =
      Comparator.comparing(
              (PolicyRun run) -> Optional.ofNullable(run.status().capturedAt()).orElse(Instant.MIN))
          .reversed();

  private static final Comparator<PolicyRun> WHOLE_FIRST =
      Comparator.comparing((PolicyRun run) -> FirstCopy.damage(run.status()).isPresent())
          .thenComparing(NEWEST_FIRST);

  RunHistory {
    runs = List.copyOf(runs);
  }

  /** Whether a run of the whole source waits for its turn. */
  boolean hasPending() {
    return runs.stream().anyMatch(run -> run.whole() && run.isPending());
  }

  /** When a run of the whole source last started. */
  Instant lastStart() {
    return runs.stream()
        .filter(PolicyRun::whole)
        .flatMap(run -> run.startedAt().stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** The newest due time that has a run or a record, up to {@code now}. */
  Optional<Instant> handledUntil(String policyUid, Instant now) {
    return runs.stream()
        .flatMap(run -> run.handles(policyUid).stream())
        .filter(due -> !due.isAfter(now))
        .max(Comparator.naturalOrder());
  }

  /** The run that is going on, else the one that waits longest. */
  Optional<PolicyRun> active() {
    return runs.stream()
        .filter(run -> !run.phase().isFinal() && run.trigger().missed() == null)
        .min(
            Comparator.comparing((PolicyRun run) -> !run.phase().isActive())
                .thenComparing(PolicyRun::createdAt)
                .thenComparing(PolicyRun::name));
  }

  /** The good run that was captured last. */
  Optional<PolicyRun> newestGood() {
    return runs.stream()
        .filter(run -> run.isGood() && run.status().capturedAt() != null)
        .max(
            Comparator.comparing(
                run -> Optional.ofNullable(run.status().capturedAt()).orElseThrow()));
  }

  /** What is damaged of the newest run that stored anything, in words; empty if nothing is. */
  Optional<String> newestDamage() {
    return runs.stream()
        .filter(PolicyRun::hasCopy)
        .max(
            Comparator.comparing(
                run -> Optional.ofNullable(run.status().capturedAt()).orElseThrow()))
        .flatMap(run ->
            FirstCopy.damage(run.status())
                .map(what -> "%s can't be restored whole: %s".formatted(run.name(), what)));
  }

  /** Whether the run of this name is there and is good no more. */
  boolean isDamaged(String name) {
    return runs.stream()
        .anyMatch(run -> run.name().equals(name) && FirstCopy.damage(run.status()).isPresent());
  }

  /** The good run that ended last and of which this further repository has everything. */
  Optional<PolicyRun> newestCompleteIn(String repository) {
    return finished().stream()
        .filter(PolicyRun::isGood)
        .filter(run ->
            run.repository(repository).filter(one -> one.state() == State.COMPLETE).isPresent())
        .findFirst();
  }

  /** What the newest run that could look found in this further repository. */
  Optional<RunRepositoryStatus> newestCountOf(String repository) {
    return finished().stream()
        .flatMap(run -> run.repository(repository).stream())
        .filter(one -> one.lacking() != null)
        .findFirst();
  }

  /** The run that ended last, or was last recorded as missed. */
  Optional<PolicyRun> newestFinished() {
    return finished().stream().findFirst();
  }

  /** Runs in a row, up to the newest, that left no whole copy; cancelled ones don't count. */
  int consecutiveFailures() {
    return (int)
        finished().stream()
            .filter(run -> run.phase() != RunPhase.CANCELLED)
            .takeWhile(run -> !FirstCopy.wasComplete(run.status()))
            .count();
  }

  /**
   * Finished runs beyond the limits, oldest first; never a held one, one that is still to be told,
   * the newest good one, or one by which a floor of retention knows the newest good copy of a
   * target. A damaged one does not stand in for a whole one, and may be the newest good one again
   * once it is whole.
   */
  List<PolicyRun> beyond(HistoryLimits limits, Instant now) {
    Set<String> kept =
        Stream.of(newestGood().stream(), good(NEWEST_FIRST), good(WHOLE_FIRST))
            .flatMap(each -> each)
            .map(PolicyRun::name)
            .collect(Collectors.toSet());
    return limits.beyond(
        finished(),
        run -> run.phase() == RunPhase.SUCCEEDED,
        run ->
            !run.leaving()
                && !run.isHeld(now)
                && !kept.contains(run.name())
                && !Told.isOpen(run.status().conditions()));
  }

  private Stream<PolicyRun> good(Comparator<PolicyRun> bestFirst) {
    List<PolicyRun> copies =
        runs.stream().filter(run -> run.status().capturedAt() != null).sorted(bestFirst).toList();
    return GoodRuns.among(copies, PolicyRun::status, PolicyRun::whole).stream();
  }

  /** When those ended that were created before an instant; of one that goes on, never yet. */
  Stream<Instant> endsOfThoseBefore(Instant instant) {
    return runs.stream()
        .filter(run -> run.createdAt().isBefore(instant))
        .map(run -> run.phase().isFinal() ? run.endedAt() : Instant.MAX);
  }

  /** Whether any run stored something that a restore could bring back. */
  boolean hasCopy() {
    return runs.stream().anyMatch(PolicyRun::hasCopy);
  }

  private List<PolicyRun> finished() {
    return runs.stream().filter(run -> run.phase().isFinal()).sorted(NEWEST_END_FIRST).toList();
  }
}
