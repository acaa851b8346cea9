package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.worker.ProgressStatus;
import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.WorkerLine;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of a status that say what a worker is and how far it is, whatever the work. */
public final class WorkerReport {
  /** How far that is which is done, in the words of a status. */
  public static final String ALL = "100 %";

  /** Each renewal is a write to the cluster's store. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final int MAX_TEXT = 32;

  private WorkerReport() {}

  /**
   * The pod of the newest attempt.
   *
   * @param attempt counted from 1
   * @param fresh whether the attempt has just begun, so that what was known is of another pod
   * @param peakBytes most memory over all attempts; 0 while unknown
   */
  public static WorkerStatus worker(
      AttemptOwner owner,
      int attempt,
      boolean fresh,
      @Nullable WorkerStatus before,
      long peakBytes) {
    return new WorkerStatus(
        owner.jobName(attempt),
        fresh ? null : owner.podName(),
        fresh ? null : node(owner.worker(), before),
        repository(owner, before),
        peakBytes == 0 ? null : SizeText.of(peakBytes),
        peakBytes == 0 ? null : peakBytes);
  }

  private static @Nullable String repository(AttemptOwner owner, @Nullable WorkerStatus before) {
    if (owner.repository() != null) {
      return owner.repository().getMetadata().getName();
    }
    return before == null ? null : before.repository();
  }

  private static @Nullable String node(WorkerSeen worker, @Nullable WorkerStatus before) {
    Pod pod = worker.pod();
    String node = pod == null || pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return node != null || before == null ? node : before.node();
  }

  /** Whether what a worker said last is worth another write. */
  public static boolean isDue(@Nullable ProgressStatus old, WorkerLine line) {
    Instant last = old == null ? null : old.lastProgressTime();
    return last == null || !line.at().isBefore(last.plus(INTERVAL));
  }

  /** What a worker said about how far it is. */
  public static ProgressStatus progress(Instant at, WorkerLine.Progress seen) {
    Long eta = seen.etaSeconds();
    return new ProgressStatus(
        seen.percent(),
        seen.target(),
        seen.targetsDone(),
        seen.targetsTotal(),
        seen.bytesRead(),
        seen.bytesStored(),
        SizeText.of(Math.max(0, seen.bytesPerSecond())) + "/s",
        eta == null ? null : at.plusSeconds(eta).truncatedTo(ChronoUnit.SECONDS),
        at.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The same in a few words, such as {@code 42 % payroll}; null while there are none yet. */
  public static @Nullable String words(WorkerLine.Progress seen) {
    String amount =
        seen.percent() != null
            ? seen.percent() + " %"
            : targets(seen.targetsDone(), seen.targetsTotal());
    String words =
        Stream.of(Optional.ofNullable(amount), Optional.ofNullable(seen.target()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? null : Sentence.cut(words, MAX_TEXT);
  }

  /** How many of the targets are done, in words; null if it is not known what there is to do. */
  public static @Nullable String targets(long done, long total) {
    if (total == 0) {
      return null;
    }
    return done == total ? ALL : "%d/%d targets".formatted(done, total);
  }

  /** How long it has taken; null before it began. */
  public static @Nullable String duration(@Nullable Instant since, Instant now) {
    return since == null ? null : DurationText.of(Duration.between(since, now));
  }

  /** An instant as it stands in a status. */
  public static @Nullable Instant seconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }
}
