package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus.QueueStatus;
import dev.salvaguarda.domain.turn.Contender;
import dev.salvaguarda.domain.turn.Contender.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The line in which the runs of a group wait. */
final class RunLine {
  private static final Comparator<BackupRun> ORDER =
      Comparator.comparing(RunLine::since).thenComparing(run -> run.getMetadata().getName());

  private RunLine() {}

  /**
   * A run as others see it. Runs of one policy exclude each other even if its group is changed
   * between them, so the policy counts as a group of its own.
   */
  static Contender contender(
      BackupRun run, String policy, Collection<String> groups, Standing standing) {
    Set<String> all = new HashSet<>(groups);
    all.add("policy/" + policy);
    return new Contender(
        run.getMetadata().getName(),
        run.getMetadata().getUid(),
        all,
        standing,
        since(run),
        waitsFor(run));
  }

  /** Name of the one for which it waits in line, or what else is in the way; empty if nothing. */
  private static String waitsFor(BackupRun run) {
    QueueStatus queue = run.getStatus() == null ? null : run.getStatus().queue();
    return queue == null ? "" : Objects.requireNonNullElse(queue.waitingFor(), "");
  }

  /** How far it is, as its own status says. */
  static Standing standing(BackupRun run) {
    if (isActive(run)) {
      return Standing.ACTIVE;
    }
    if (isInLine(run)) {
      return Standing.IN_LINE;
    }
    return run.getStatus() == null || run.getStatus().phase() == null
        ? Standing.NEW
        : Standing.UNABLE;
  }

  /** Whether it said that it could start but for others. */
  static boolean isInLine(BackupRun run) {
    return run.getStatus() != null && run.getStatus().queue() != null;
  }

  /** Those whose turn it may be next: the first that can start, and the first of all. */
  static List<BackupRun> next(List<BackupRun> open) {
    List<BackupRun> waiting = open.stream().filter(run -> !isActive(run)).sorted(ORDER).toList();
    Optional<BackupRun> able = waiting.stream().filter(RunLine::isInLine).findFirst();
    return Stream.concat(able.stream(), waiting.stream().limit(1)).distinct().toList();
  }

  private static boolean isActive(BackupRun run) {
    return run.getStatus() != null
        && run.getStatus().phase() != null
        && run.getStatus().phase().isActive();
  }

  private static Instant since(BackupRun run) {
    return Objects.requireNonNullElseGet(
        run.getSpec().trigger().scheduledFor(),
        () -> Instant.parse(run.getMetadata().getCreationTimestamp()));
  }
}
