package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the policy's promise is being kept.
 *
 * @param observedGeneration the spec that this status speaks about
 * @param conditions {@code Ready}, {@code RPOMet}, {@code LastRunSucceeded}, {@code Verified},
 *     {@code RTOMet}, {@code Intact}, {@code CoverageComplete}
 * @param source kind and place of the source, for people
 * @param sourceSeen which source that is, and since when; null before the first look
 * @param schedule the cron expressions, for people: a column can show one item of a list only
 * @param lastScheduledTime newest due time that was dealt with, of any schedule
 * @param schedules the same for each schedule
 * @param nextRunTime when the next run starts, jitter included
 * @param nextRuns the next three, as local times with offset in the policy's zone
 * @param activeRun name of the run that waits or runs; null means none
 * @param lastSuccessfulRun the newest run of which the first repository has everything
 * @param consecutiveFailures runs that ended without success since then
 * @param repositories what each repository holds of this policy
 * @param retention what maintenance kept and removed in each repository; written by maintenance
 * @param lastVerification the newest test that passed, and was signed where the policy asks for it;
 *     null if none was
 * @param verification where the tests of the schedule stand; null without a schedule for them
 * @param integrity where the readings of what is stored stand; null if there never were any
 * @param coverage which guests of the source's host are in policies; null where the source is no
 *     such host, or not all of its guests could be seen
 */
@ApiObject
public record BackupPolicyStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the policy is valid and its repository can be used, and of a Proxmox host, that"
                + " token and key may do what they have to; what another source needs, such as a"
                + " Secret, is seen when a run starts. RPOMet: the newest good copy is young"
                + " enough. LastRunSucceeded: how the newest run ended. Verified: a test proved that the"
                + " copies restore, and not too long ago. RTOMet: that test was quick enough. Intact: what was"
                + " read of the repository is what was stored. CoverageComplete: every guest of the"
                + " Proxmox host is in a policy of the namespace, or left out on purpose.")
        @Size(max = 12)
        @ListMap("type")
        List<Condition> conditions,
    @JsonPropertyDescription("Kind and place of the source, for example postgresql db.example.org.")
        @Size(max = 600)
        @Nullable String source,
    @JsonPropertyDescription(
            "Which source the policy has, and since when: a test of copies of an earlier one proves"
                + " nothing of it.")
        @Nullable SourceSeen sourceSeen,
    @JsonPropertyDescription("The cron expressions of all schedules, as kubectl get shows them.")
        @Size(max = 520)
        @Nullable String schedule,
    @JsonPropertyDescription(
            "The newest due time for which a run was started or recorded as missed.")
        @Nullable Instant lastScheduledTime,
    @JsonPropertyDescription("The same for each schedule.") @Size(max = 5) @ListMap("name")
        List<ScheduleStatus> schedules,
    @JsonPropertyDescription("When the next run starts.") @Nullable Instant nextRunTime,
    @JsonPropertyDescription("When the next runs start, in the policy's time zone.") @Size(max = 3)
        List<@Size(max = 40) String> nextRuns,
    @JsonPropertyDescription("Name of the run that waits or runs now.") @Size(max = 253)
        @Nullable String activeRun,
    @JsonPropertyDescription(
            "The newest run of which the first repository has everything: it succeeded, or only a"
                + " further repository lags behind.")
        @Nullable LastSuccessfulRun lastSuccessfulRun,
    @JsonPropertyDescription(
            "How many runs in a row, of those that are kept, ended without success up to now.")
        @Nullable Integer consecutiveFailures,
    @JsonPropertyDescription("What each repository holds of this policy.")
        @Size(max = 3)
        @ListMap("name")
        List<PolicyRepositoryStatus> repositories,
    @JsonPropertyDescription(
            "What the last maintenance pass of each repository kept and removed of this policy, and"
                + " what the next one does.")
        @Size(max = 3)
        @ListMap("repository")
        List<RetentionStatus> retention,
    @JsonPropertyDescription(
            "The newest test that passed, and was accepted by a person where"
                + " verification.attestation.required asks for it.")
        @Nullable LastVerification lastVerification,
    @JsonPropertyDescription("Where the tests stand.") @Nullable VerificationStatus verification,
    @JsonPropertyDescription("Where the readings of what is stored stand.")
        @Nullable MaintenanceStatus integrity,
    @JsonPropertyDescription(
            "Which guests of the Proxmox host are in policies of this namespace that name the same"
                + " endpoint, and are not suspended.")
        @Nullable CoverageStatus coverage) {

  public BackupPolicyStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    schedules = schedules == null ? List.of() : List.copyOf(schedules);
    nextRuns = nextRuns == null ? List.of() : List.copyOf(nextRuns);
    repositories = repositories == null ? List.of() : List.copyOf(repositories);
    retention = retention == null ? List.of() : List.copyOf(retention);
  }

  /** The status of an object that was never reported on. */
  public static BackupPolicyStatus none() {
    return new BackupPolicyStatus(
        null, List.of(), null, null, null, null, List.of(), null, List.of(), null, null, null,
        List.of(), List.of(), null, null, null, null);
  }

  /** This status with other conditions. */
  public BackupPolicyStatus withConditions(List<Condition> conditions) {
    return with(conditions, retention, integrity);
  }

  /** This status with other news of maintenance. */
  public BackupPolicyStatus withRetention(List<RetentionStatus> retention) {
    return with(conditions, retention, integrity);
  }

  /** This status with where the readings stand. */
  public BackupPolicyStatus withIntegrity(@Nullable MaintenanceStatus integrity) {
    return with(conditions, retention, integrity);
  }

  private BackupPolicyStatus with(
      List<Condition> conditions,
      List<RetentionStatus> retention,
      @Nullable MaintenanceStatus integrity) {
    return new BackupPolicyStatus(
        observedGeneration,
        conditions,
        source,
        sourceSeen,
        schedule,
        lastScheduledTime,
        schedules,
        nextRunTime,
        nextRuns,
        activeRun,
        lastSuccessfulRun,
        consecutiveFailures,
        repositories,
        retention,
        lastVerification,
        verification,
        integrity,
        coverage);
  }

  /**
   * A source.
   *
   * @param digest of where the data is read from and what of it is copied
   * @param since when it was first seen after another one; null if it always was this one
   */
  @ApiObject
  public record SourceSeen(
      @JsonPropertyDescription(
              "A digest of where the data is read from and what of it is copied; credentials and other"
                  + " settings of how it is read are no part of it.")
          @Size(max = 64)
          @Nullable String digest,
      @JsonPropertyDescription(
              "When the source was seen to be another one than before; absent if it never was.")
          @Nullable Instant since) {}

  /**
   * How far a schedule is.
   *
   * @param name of the schedule
   * @param expression cron expression and time zone that {@code since} speaks of
   * @param since due times up to this one are none of the schedule's: it was added, changed or
   *     resumed then
   * @param lastScheduledTime newest due time that was dealt with; null before the first
   */
  @ApiObject
  public record ScheduleStatus(
      @JsonPropertyDescription("Name of the schedule.") @Required @Size(max = 20) String name,
      @JsonPropertyDescription("The cron expression and the time zone that were read.")
          @Size(max = 200)
          @Nullable String expression,
      @JsonPropertyDescription(
              "Since when the schedule counts: when it was added, changed or resumed.")
          @Nullable Instant since,
      @JsonPropertyDescription(
              "The newest due time for which a run was started or recorded as missed.")
          @Nullable Instant lastScheduledTime) {}

  /**
   * The newest run of which the first repository has everything.
   *
   * @param name of the run
   * @param capturedAt start of its capture: the point to which a restore goes back
   * @param completedAt when it ended
   * @param bytesRead from the source
   * @param bytesStored new in the repository
   * @param size of the copy for people, read now or known to be unchanged; null if not known
   * @param stored bytesStored for people
   */
  @ApiObject
  public record LastSuccessfulRun(
      @JsonPropertyDescription("Name of the run.") @Size(max = 253) @Nullable String name,
      @JsonPropertyDescription(
              "When its capture began: the point in time to which a restore goes back.")
          @Nullable Instant capturedAt,
      @JsonPropertyDescription("When it ended.") @Nullable Instant completedAt,
      @JsonPropertyDescription("Bytes read from the source.") @Nullable Long bytesRead,
      @JsonPropertyDescription("Bytes that were new in the repository.") @Nullable Long bytesStored,
      @JsonPropertyDescription("How large the copy is, for people.") @Size(max = 32)
          @Nullable String size,
      @JsonPropertyDescription("What was new, for people.") @Size(max = 32)
          @Nullable String stored) {}

  /**
   * What a repository holds of a policy.
   *
   * @param name of the BackupRepository
   * @param lastCopyTime when the newest good copy was complete there
   * @param lacking snapshots that it should get and has not; null while none is known to be
   */
  @ApiObject
  public record PolicyRepositoryStatus(
      @JsonPropertyDescription("Name of the BackupRepository.") @Required @Size(max = 253)
          String name,
      @JsonPropertyDescription("When the newest good copy was complete there.")
          @Nullable Instant lastCopyTime,
      @JsonPropertyDescription(
              "How many snapshots it should get from the first repository and has not.")
          @Nullable Integer lacking) {}
}
