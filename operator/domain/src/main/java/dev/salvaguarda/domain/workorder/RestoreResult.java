package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to restore.
 *
 * @param version of this format
 * @param outcome {@code SUCCEEDED} if every target came back whole and every check passed
 * @param failure why the attempt as a whole ended early or fell short; null when it did not
 * @param steps what took how long, in the order of their beginnings; a step that was not needed is
 *     missing
 * @param targets what became of each, in the order of work
 * @param targetsOmitted how many more targets the whole result in the log has
 * @param checks what was asked, in the order of the task; one that could not be asked did not pass
 * @param checksOmitted how many more checks the whole result in the log has
 * @param peakMemoryBytes largest resident size of the worker; 0 if unknown
 */
public record RestoreResult(
    int version,
    Outcome outcome,
    @Nullable Failure failure,
    List<StepTime> steps,
    List<TargetResult> targets,
    int targetsOmitted,
    List<CheckResult> checks,
    int checksOmitted,
    long peakMemoryBytes)
    implements Result {
  public RestoreResult {
    steps = List.copyOf(steps);
    targets = List.copyOf(targets);
    checks = List.copyOf(checks);
  }

  /** The rung that every target reached; empty if one reached none, or there is none. */
  public Optional<Rung> rung() {
    return targets.stream().allMatch(target -> target.rung() != null)
        ? targets.stream()
            .flatMap(target -> Stream.<Rung>ofNullable(target.rung()))
            .min(Comparator.naturalOrder())
        : Optional.empty();
  }

  @Override
  public List<Failure> failures() {
    return Parts.failures(failure, targets, TargetResult::failure);
  }

  @Override
  public int parts() {
    return targets.size() + checks.size();
  }

  /** Checks first: there are few, and what failed is told by them. */
  @Override
  public RestoreResult withParts(int kept) {
    List<CheckResult> keptChecks =
        Parts.worst(checks, kept, Comparator.comparing(CheckResult::passed));
    List<TargetResult> keptTargets =
        Parts.worst(
            targets,
            kept - keptChecks.size(),
            Comparator.comparingInt(target -> target.outcome().severity()));
    return with(failure, keptTargets, keptChecks);
  }

  @Override
  public RestoreResult withSentences(int limit) {
    return with(
        Parts.shortened(failure, limit),
        targets.stream().map(target -> target.withSentence(limit)).toList(),
        checks.stream().map(check -> check.withSentence(limit)).toList());
  }

  private RestoreResult with(
      @Nullable Failure why, List<TargetResult> keptTargets, List<CheckResult> keptChecks) {
    return new RestoreResult(
        version,
        outcome,
        why,
        steps,
        keptTargets,
        targetsOmitted + targets.size() - keptTargets.size(),
        keptChecks,
        checksOmitted + checks.size() - keptChecks.size(),
        peakMemoryBytes);
  }

  /** What is timed. */
  public enum Step {
    /** Opening the repository and reading where everything lies. */
    FETCH,
    /** Reading the content and putting it together where it belongs. */
    REBUILD,
    /** Starting a database server. */
    START,
    /** Asking the checks. */
    CHECK
  }

  /**
   * How long a step took.
   *
   * @param step what was done
   * @param startedAt when it began
   * @param millis for how long work was done on it, pauses for other steps left out
   */
  public record StepTime(Step step, Instant startedAt, long millis) {}

  /**
   * What became of one target.
   *
   * @param name of the target
   * @param outcome how it ended
   * @param rung how far it is proven; null if nothing is
   * @param bytesRestored of its content
   * @param sha256Matches whether the rebuilt dump has the hash that the run recorded; null if none
   *     was recorded, or it was not rebuilt whole
   * @param restoredAs name of the database, or the directory, that holds it now; null if nothing
   *     does
   * @param failure why it failed or fell short; null when it did not
   * @param note what a person should know of one that passed; null where there is nothing
   * @param leftOver what is, or may be, still on a host where nothing should have stayed, and the
   *     command that takes it away; null where there is nothing
   */
  public record TargetResult(
      String name,
      Outcome outcome,
      @Nullable Rung rung,
      long bytesRestored,
      @Nullable Boolean sha256Matches,
      @Nullable String restoredAs,
      @Nullable Failure failure,
      @Nullable String note,
      @Nullable String leftOver) {
    /** A target of which nothing more is to be said. */
    public TargetResult(
        String name,
        Outcome outcome,
        @Nullable Rung rung,
        long bytesRestored,
        @Nullable Boolean sha256Matches,
        @Nullable String restoredAs,
        @Nullable Failure failure) {
      this(name, outcome, rung, bytesRestored, sha256Matches, restoredAs, failure, null, null);
    }

    /** The same with another outcome. */
    public TargetResult with(Outcome other) {
      return new TargetResult(
          name, other, rung, bytesRestored, sha256Matches, restoredAs, failure, note, leftOver);
    }

    /** The same with something that a person should know. */
    public TargetResult noted(@Nullable String sentence) {
      return new TargetResult(
          name,
          outcome,
          rung,
          bytesRestored,
          sha256Matches,
          restoredAs,
          failure,
          sentence,
          leftOver);
    }

    /** The same with something that stayed on a host. */
    public TargetResult leaving(@Nullable String sentence) {
      return new TargetResult(
          name, outcome, rung, bytesRestored, sha256Matches, restoredAs, failure, note, sentence);
    }

    TargetResult withSentence(int limit) {
      return new TargetResult(
          name,
          outcome,
          rung,
          bytesRestored,
          sha256Matches,
          restoredAs,
          Parts.shortened(failure, limit),
          note == null ? null : Parts.shortened(note, limit),
          leftOver == null ? null : Parts.shortened(leftOver, limit));
    }
  }

  /**
   * What a check answered.
   *
   * @param name of the check
   * @param passed whether the answer was as expected
   * @param observed the answer; null if there was none
   * @param message a sentence for a person
   */
  public record CheckResult(
      String name, boolean passed, @Nullable String observed, String message) {
    /** What passed needs few words: they are room for those of what did not. */
    private static final int ENOUGH_WHEN_PASSED = 60;

    CheckResult withSentence(int limit) {
      return new CheckResult(
          name,
          passed,
          observed == null ? null : Parts.shortened(observed, limit),
          Parts.shortened(message, passed ? Math.min(limit, ENOUGH_WHEN_PASSED) : limit));
    }
  }
}
