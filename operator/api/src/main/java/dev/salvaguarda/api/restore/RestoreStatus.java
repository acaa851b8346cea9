package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.worker.ProgressStatus;
import dev.salvaguarda.api.worker.WorkerStatus;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The story of a restore.
 *
 * @param observedGeneration the spec that this status speaks about
 * @param phase where the restore stands
 * @param reason why it is there, UpperCamelCase; null when all is well
 * @param message the same for a person
 * @param conditions {@code Complete}, {@code Passed}, {@code Attested}
 * @param source the copies that are restored, once they are found; null before
 * @param startTime when the first attempt began; null before it
 * @param deadline when all attempts must be over; null before the first
 * @param completionTime when the restore ended; null before it
 * @param attempt number of the attempt, counted from 1; null before the first
 * @param nextAttemptTime when the next attempt begins; null when none is planned
 * @param worker the pod of the newest attempt
 * @param progress how far the attempt is
 * @param measuredRto from the creation of the object until everything was back; null if it is not
 * @param measuredRpo from the capture until the creation of the object; null while unknown
 * @param rung how far every target is proven; null if one is not at all
 * @param steps what took how long
 * @param targets what became of each target
 * @param checks what each check answered
 * @param bytesRestored over all targets
 * @param sha256Matches whether every dump has the hash that its run recorded; null if none did
 * @param summary the numbers for people
 * @param logAttempt which attempt's log that is; null without one
 * @param logTail the last lines of a failed attempt's log
 */
@ApiObject
public record RestoreStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status speaks about. Absent once all has ended:"
                + " what is written into the spec afterwards makes nothing of it out of date.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending, Starting and Running pass; Succeeded, Degraded, Failed and Cancelled are"
                + " final.")
        @Nullable RestorePhase phase,
    @JsonPropertyDescription("Why the restore is where it is, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("Why the restore is where it is, as a sentence.") @Size(max = 1024)
        @Nullable String message,
    @JsonPropertyDescription(
            "Complete: the restore has ended. Passed: every target came back and was proven, and"
                + " every check passed. Attested: a person accepted the test.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions,
    @JsonPropertyDescription("The copies that are restored, once they are found.")
        @Nullable SourceStatus source,
    @JsonPropertyDescription("When the first attempt began.") @Nullable Instant startTime,
    @JsonPropertyDescription("When all attempts must be over.") @Nullable Instant deadline,
    @JsonPropertyDescription("When the restore ended.") @Nullable Instant completionTime,
    @JsonPropertyDescription("Number of the attempt, counted from 1.") @Nullable Integer attempt,
    @JsonPropertyDescription("When the next attempt begins.") @Nullable Instant nextAttemptTime,
    @JsonPropertyDescription("The pod of the newest attempt.") @Nullable WorkerStatus worker,
    @JsonPropertyDescription("How far the attempt is, renewed at most every 10 seconds.")
        @Nullable ProgressStatus progress,
    @JsonPropertyDescription(
            "How long it took from the creation of this object until everything was back, for"
                + " example 1h12m5s.")
        @Size(max = 32)
        @Nullable String measuredRto,
    @JsonPropertyDescription(
            "How old the copies were when this object was created, counted from the start of the"
                + " oldest one's capture: what was written in that time is lost.")
        @Size(max = 32)
        @Nullable String measuredRpo,
    @JsonPropertyDescription(
            "How far every target is proven. V0: every piece was fetched, decrypted and hashed. V1:"
                + " put together and compared with the hash of the copy. V2: a dump ends with its"
                + " trailer, each file has its size, the drive from which a machine starts begins as"
                + " disks do. V3: a database server loaded it and answered; a guest was started on a"
                + " host, and is up.")
        @Size(max = 8)
        @Nullable String rung,
    @JsonPropertyDescription("What took how long, over all attempts.")
        @Size(max = 8)
        @ListMap("name")
        List<StepStatus> steps,
    @JsonPropertyDescription("What became of each target.") @Size(max = 40) @ListMap("name")
        List<RestoredTarget> targets,
    @JsonPropertyDescription("What each check answered.") @Size(max = 20) @ListMap("name")
        List<CheckStatus> checks,
    @JsonPropertyDescription("Bytes that were brought back.") @Nullable Long bytesRestored,
    @JsonPropertyDescription("Whether every dump has the SHA-256 that its run recorded.")
        @Nullable Boolean sha256Matches,
    @JsonPropertyDescription("The numbers of this status for people, as kubectl get shows them.")
        @Nullable SummaryStatus summary,
    @JsonPropertyDescription("Number of the attempt whose log logTail shows.")
        @Nullable Integer logAttempt,
    @JsonPropertyDescription("The last lines of a failed attempt's log.") @Size(max = 20)
        List<@Size(max = 512) String> logTail) {

  public RestoreStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    steps = steps == null ? List.of() : List.copyOf(steps);
    targets = targets == null ? List.of() : List.copyOf(targets);
    checks = checks == null ? List.of() : List.copyOf(checks);
    logTail = logTail == null ? List.of() : List.copyOf(logTail);
  }

  /** The status of an object that was never reported on. */
  public static RestoreStatus none() {
    return new RestoreStatus(
        null, null, null, null, List.of(), null, null, null, null, null, null, null, null, null,
        null, null, List.of(), List.of(), List.of(), null, null, null, null, List.of());
  }

  /** This status with other conditions. */
  public RestoreStatus withConditions(List<Condition> conditions) {
    return new RestoreStatus(
        observedGeneration,
        phase,
        reason,
        message,
        conditions,
        source,
        startTime,
        deadline,
        completionTime,
        attempt,
        nextAttemptTime,
        worker,
        progress,
        measuredRto,
        measuredRpo,
        rung,
        steps,
        targets,
        checks,
        bytesRestored,
        sha256Matches,
        summary,
        logAttempt,
        logTail);
  }

  /**
   * The copies that are restored.
   *
   * @param policy that made them; null where that is not known
   * @param run that made them; null where several did, or where that is not known
   * @param repository that holds them
   * @param capturedAt when the oldest of them was captured; null where that is not known
   */
  @ApiObject
  public record SourceStatus(
      @JsonPropertyDescription("Name of the BackupPolicy that made them.") @Size(max = 253)
          @Nullable String policy,
      @JsonPropertyDescription("Name of the BackupRun that made them, unless several did.")
          @Size(max = 253)
          @Nullable String run,
      @JsonPropertyDescription("Name of the BackupRepository that holds them.") @Size(max = 253)
          @Nullable String repository,
      @JsonPropertyDescription("When the capture of the oldest of them began.")
          @Nullable Instant capturedAt) {}

  /**
   * How long a step took.
   *
   * @param name of the step
   * @param startTime when it first began
   * @param duration for how long work was done on it, for people
   * @param millis the same in milliseconds
   */
  @ApiObject
  public record StepStatus(
      @JsonPropertyDescription(
              "Fetch: reading where everything lies. Rebuild: reading the content and putting it"
                  + " where it belongs. Start: starting a database server, or a guest until it is up."
                  + " Check: asking the checks.")
          @Required
          @Size(max = 16)
          String name,
      @JsonPropertyDescription("When it first began.") @Nullable Instant startTime,
      @JsonPropertyDescription("For how long work was done on it, for example 4m12s.")
          @Size(max = 32)
          @Nullable String duration,
      @JsonPropertyDescription("The same in milliseconds.") @Nullable Long millis) {}

  /**
   * What a check answered.
   *
   * @param name of the check
   * @param passed whether the answer was as expected; null until it is asked
   * @param observed the answer; null if there was none
   * @param message a sentence for a person; null until it is asked
   */
  @ApiObject
  public record CheckStatus(
      @JsonPropertyDescription("Name of the check.") @Required @Size(max = 63) String name,
      @JsonPropertyDescription("Whether the answer was as expected.") @Nullable Boolean passed,
      @JsonPropertyDescription("The answer.") @Size(max = 256) @Nullable String observed,
      @JsonPropertyDescription("What was found, as a sentence.") @Size(max = 512)
          @Nullable String message) {}

  /**
   * The numbers as {@code kubectl get} shows them.
   *
   * @param source for example {@code payroll-daily-202603012200} or {@code payroll, Latest}
   * @param progress for example {@code 42 %} or {@code 3/5 targets}
   * @param restored for example {@code 1.2 GiB}
   * @param duration for example {@code 4m12s}
   */
  @ApiObject
  public record SummaryStatus(
      @JsonPropertyDescription("Which copies, for example run payroll-daily-202603012200.")
          @Size(max = 300)
          @Nullable String source,
      @JsonPropertyDescription("How far the restore is, for example 42 %.") @Size(max = 32)
          @Nullable String progress,
      @JsonPropertyDescription("What was brought back, for example 1.2 GiB.") @Size(max = 32)
          @Nullable String restored,
      @JsonPropertyDescription("How long it has taken since the first attempt, for example 4m12s.")
          @Size(max = 32)
          @Nullable String duration) {}
}
