package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.BackupRunStatus.ProgressStatus;
import dev.salvaguarda.api.run.BackupRunStatus.SummaryStatus;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, in its status: renewed at most every 10 seconds and only if it changed, since
 * each renewal is a write to the cluster's store.
 *
 * @param progress of the attempt; null before there is any
 * @param summary the same and the totals, for people
 */
record ProgressReport(@Nullable ProgressStatus progress, @Nullable SummaryStatus summary) {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int MAX_TEXT = 32;

  static ProgressReport of(RunSeen seen, RunMemory memory, Instant now) {
    BackupRunStatus old = seen.run().getStatus();
    if (memory.phase().isTerminal()) {
      return ended(old, memory, now);
    }
    WorkerLine line = seen.progress();
    if (old != null && (line == null || !isDue(old.progress(), line))) {
      boolean sameAttempt = old.attempt() != null && old.attempt() == memory.attempts().attempt();
      return sameAttempt
          ? new ProgressReport(old.progress(), old.summary())
          : new ProgressReport(null, null);
    }
    return line == null || line.progress() == null
        ? new ProgressReport(null, null)
        : going(line.at(), line.progress(), memory, now);
  }

  private static boolean isDue(@Nullable ProgressStatus old, WorkerLine line) {
    Instant last = old == null ? null : old.lastProgressTime();
    return last == null || !line.at().isBefore(last.plus(INTERVAL));
  }

  private static ProgressReport going(
      Instant at, WorkerLine.Progress seen, RunMemory memory, Instant now) {
    Long eta = seen.etaSeconds();
    ProgressStatus progress =
        new ProgressStatus(
            seen.percent(),
            seen.target(),
            seen.targetsDone(),
            seen.targetsTotal(),
            seen.bytesRead(),
            seen.bytesStored(),
            SizeText.of(Math.max(0, seen.bytesPerSecond())) + "/s",
            eta == null ? null : at.plusSeconds(eta).truncatedTo(ChronoUnit.SECONDS),
            at.truncatedTo(ChronoUnit.SECONDS));
    return new ProgressReport(
        progress,
        new SummaryStatus(
            words(seen),
            SizeText.of(seen.bytesRead()),
            SizeText.of(seen.bytesStored()),
            duration(memory.attempts().startedAt(), now)));
  }

  private static ProgressReport ended(
      @Nullable BackupRunStatus old, RunMemory memory, Instant now) {
    if (memory.attempts().attempt() == 0) {
      return new ProgressReport(null, null);
    }
    SummaryStatus before = old == null ? null : old.summary();
    String progress =
        memory.phase() == RunPhase.SUCCEEDED ? "100 %" : before == null ? null : before.progress();
    return new ProgressReport(
        null,
        new SummaryStatus(
            progress,
            SizeText.of(memory.ledger().bytesRead()),
            SizeText.of(memory.ledger().bytesStored()),
            duration(memory.attempts().startedAt(), now)));
  }

  private static String words(WorkerLine.Progress seen) {
    String amount =
        seen.percent() != null
            ? seen.percent() + " %"
            : "%d/%d targets".formatted(seen.targetsDone(), seen.targetsTotal());
    String words = seen.target() == null ? amount : amount + " " + seen.target();
    return Sentence.cut(words, MAX_TEXT);
  }

  private static @Nullable String duration(@Nullable Instant since, Instant now) {
    return since == null ? null : DurationText.of(Duration.between(since, now));
  }
}
