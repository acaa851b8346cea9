package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.worker.ProgressStatus;
import dev.salvaguarda.api.worker.WorkerStatus;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The story of a run.
 *
 * @param observedGeneration the spec that this status speaks about
 * @param phase where the run stands
 * @param reason why it is there, UpperCamelCase; null when all is well
 * @param message the same for a person
 * @param conditions {@code Complete}, {@code Uploaded}, and {@code Restorable} once something of it
 *     was found damaged
 * @param capturedAt start of the capture; null before it
 * @param startTime when the first attempt began; null before it
 * @param deadline when all attempts must be over, fixed when the first began; null before it
 * @param completionTime when the run ended; null before it
 * @param attempt number of the attempt, counted from 1; null before the first
 * @param nextAttemptTime when the next attempt begins; null when none is planned
 * @param queue what the run waits for; null when it does not
 * @param missed what was missed; null unless the phase is Missed
 * @param worker the pod of the newest attempt
 * @param progress how far the attempt is
 * @param bytesRead from the source, over all targets
 * @param bytesStored new in the repository, over all targets
 * @param summary the numbers for people
 * @param targets what became of each target
 * @param targetsOmitted targets that ended too but are not listed; null or 0 when all are
 * @param repositories what each repository has of the run; empty unless the policy names several
 * @param logAttempt which attempt's log that is; null without one
 * @param logTail the last lines of a failed attempt's log
 * @param hooks what is called around the work; empty if the policy had none
 * @param verdict how the work ended, while the hooks after it are called; null otherwise
 * @param damagedTargets whose copies are known to be damaged; empty if none is, or too many are
 * @param settled true once nothing of the run is left to be done; null before that
 */
@ApiObject
public record BackupRunStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status speaks about. Absent once all has ended:"
                + " what is written into the spec afterwards makes nothing of it out of date.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending, Queued, Starting and Running pass; Succeeded, Degraded, Failed, Cancelled and"
                + " Missed are final.")
        @Nullable RunPhase phase,
    @JsonPropertyDescription("Why the run is where it is, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("Why the run is where it is, as a sentence.") @Size(max = 1024)
        @Nullable String message,
    @JsonPropertyDescription(
            "Complete: the run has ended. Uploaded: every byte of every target is in the repository"
                + " and each snapshot was read back. Restorable: False if something of it was found"
                + " damaged or missing in the first repository since.")
        @Size(max = 8)
        @ListMap("type")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "When the capture began: the point in time to which a restore goes back.")
        @Nullable Instant capturedAt,
    @JsonPropertyDescription("When the first attempt began.") @Nullable Instant startTime,
    @JsonPropertyDescription(
            "When all attempts must be over. Fixed when the first attempt begins, from"
                + " runTemplate.activeDeadline.")
        @Nullable Instant deadline,
    @JsonPropertyDescription("When the run ended.") @Nullable Instant completionTime,
    @JsonPropertyDescription("Number of the attempt, counted from 1.") @Nullable Integer attempt,
    @JsonPropertyDescription("When the next attempt begins.") @Nullable Instant nextAttemptTime,
    @JsonPropertyDescription("What the run waits for.") @Nullable QueueStatus queue,
    @JsonPropertyDescription("Which due times passed without a run.") @Nullable MissedStatus missed,
    @JsonPropertyDescription("The pod of the newest attempt.") @Nullable WorkerStatus worker,
    @JsonPropertyDescription("How far the attempt is, renewed at most every 10 seconds.")
        @Nullable ProgressStatus progress,
    @JsonPropertyDescription("Bytes read from the source.") @Nullable Long bytesRead,
    @JsonPropertyDescription("Bytes that were new in the repository.") @Nullable Long bytesStored,
    @JsonPropertyDescription("The numbers of this status for people, as kubectl get shows them.")
        @Nullable SummaryStatus summary,
    @JsonPropertyDescription("What became of each target.") @Size(max = 50) @ListMap("name")
        List<TargetStatus> targets,
    @JsonPropertyDescription("How many more targets there are than the list can hold.")
        @Nullable Integer targetsOmitted,
    @JsonPropertyDescription(
            "What each repository has of the run, the first one first. Only if the policy names"
                + " more than one.")
        @Size(max = 3)
        @ListMap("name")
        List<RunRepositoryStatus> repositories,
    @JsonPropertyDescription("Number of the attempt whose log logTail shows.")
        @Nullable Integer logAttempt,
    @JsonPropertyDescription("The last lines of a failed attempt's log.") @Size(max = 20)
        List<@Size(max = 512) String> logTail,
    @JsonPropertyDescription(
            "The hooks of the run, in their order: those that the policy had when it was the run's"
                + " turn.")
        @Size(max = 8)
        List<HookStatus> hooks,
    @JsonPropertyDescription(
            "How the work ended, while the hooks after it are called: the run ends so, unless one of"
                + " them fails.")
        @Nullable VerdictStatus verdict,
    @JsonPropertyDescription(
            "Targets whose copies can't be restored whole any more, while Restorable is False; all of"
                + " them if none is named.")
        @Size(max = 50)
        List<@Size(max = 253) String> damagedTargets,
    @JsonPropertyDescription(
            "True once the run has ended, its pod is gone and nothing is left to be done. The"
                + " operator does not watch it any more.")
        @Nullable Boolean settled) {

  public BackupRunStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    targets = targets == null ? List.of() : List.copyOf(targets);
    repositories = repositories == null ? List.of() : List.copyOf(repositories);
    logTail = logTail == null ? List.of() : List.copyOf(logTail);
    hooks = hooks == null ? List.of() : List.copyOf(hooks);
    damagedTargets = damagedTargets == null ? List.of() : List.copyOf(damagedTargets);
  }

  /** The status of an object that was never reported on. */
  public static BackupRunStatus none() {
    return new BackupRunStatus(
        null, null, null, null, List.of(), null, null, null, null, null, null, null, null, null,
        null, null, null, null, List.of(), null, List.of(), null, List.of(), List.of(), null,
        List.of(), null);
  }

  /** This status with other conditions. */
  public BackupRunStatus withConditions(List<Condition> conditions) {
    return with(conditions, damagedTargets, settled);
  }

  /** This status with other targets that are known to be damaged. */
  public BackupRunStatus withDamagedTargets(List<String> targets) {
    return with(conditions, targets, settled);
  }

  /** This status of a run of which nothing is left to be done. */
  public BackupRunStatus asSettled() {
    return with(conditions, damagedTargets, true);
  }

  private BackupRunStatus with(
      List<Condition> conditions, List<String> damagedTargets, @Nullable Boolean settled) {
    return new BackupRunStatus(
        observedGeneration,
        phase,
        reason,
        message,
        conditions,
        capturedAt,
        startTime,
        deadline,
        completionTime,
        attempt,
        nextAttemptTime,
        queue,
        missed,
        worker,
        progress,
        bytesRead,
        bytesStored,
        summary,
        targets,
        targetsOmitted,
        repositories,
        logAttempt,
        logTail,
        hooks,
        verdict,
        damagedTargets,
        settled);
  }

  /**
   * What a run waits for.
   *
   * @param position in the queue of its group, 1 is next
   * @param waitingFor the run that is in the way, for people
   */
  @ApiObject
  public record QueueStatus(
      @JsonPropertyDescription("Place in the queue of its concurrency group; 1 is next.")
          @Nullable Integer position,
      @JsonPropertyDescription(
              "What is in the way, for example the name of the run that is going on.")
          @Size(max = 512)
          @Nullable String waitingFor) {}

  /**
   * Due times that passed without a run.
   *
   * @param count how many
   * @param first the oldest
   * @param last the newest
   */
  @ApiObject
  public record MissedStatus(
      @JsonPropertyDescription("How many due times passed.") @Nullable Integer count,
      @JsonPropertyDescription("The oldest of them.") @Nullable Instant first,
      @JsonPropertyDescription("The newest of them.") @Nullable Instant last) {}

  /**
   * The numbers as {@code kubectl get} shows them.
   *
   * @param progress for example {@code 42 %} or {@code 3/5 targets}
   * @param read for example {@code 1.2 GiB}
   * @param stored for example {@code 12.3 MiB}
   * @param duration for example {@code 4m12s}
   */
  @ApiObject
  public record SummaryStatus(
      @JsonPropertyDescription("How far the run is, for example 42 %.") @Size(max = 32)
          @Nullable String progress,
      @JsonPropertyDescription("What was read, for example 1.2 GiB.") @Size(max = 32)
          @Nullable String read,
      @JsonPropertyDescription("What was new, for example 12.3 MiB.") @Size(max = 32)
          @Nullable String stored,
      @JsonPropertyDescription("How long it has taken, for example 4m12s.") @Size(max = 32)
          @Nullable String duration) {}

  /**
   * How the work of a run ended.
   *
   * @param phase in which the run is about to end
   * @param reason why it did not succeed, UpperCamelCase; null if it did
   * @param message the same for a person
   */
  @ApiObject
  public record VerdictStatus(
      @JsonPropertyDescription("In which phase the run is about to end.") @Nullable RunPhase phase,
      @JsonPropertyDescription("Why it did not succeed, as one word.") @Size(max = 64)
          @Nullable String reason,
      @JsonPropertyDescription("How it ended, as a sentence.") @Size(max = 1024)
          @Nullable String message) {}
}
