package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.worker.WorkerStatus;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a repository is looked after, or read for a policy: the newest pass, what the newest that
 * came to its end showed, and when the next is due.
 *
 * @param schedule the cron expression and zone that are in force; null if there are none
 * @param scheduleSince ticks at or before this are none of the schedule's
 * @param nextTime when the next pass is due; null if none is
 * @param phase where the newest pass is; null before the first
 * @param dueTime when the newest pass was due, or was noticed to be if that was missed for long;
 *     with the repository's name it names its Jobs
 * @param reason why the newest pass is where it is, in wire form; null where all is well
 * @param message the same for a person
 * @param startTime when its first attempt began; null before
 * @param deadline when all its attempts must be over
 * @param completionTime when it ended
 * @param attempt the newest one; null before the first
 * @param nextAttemptTime when the next one is due; only while the last one is known to have failed
 * @param snapshotsRemoved what all attempts of the newest pass took out so far; null if nothing
 * @param bytesFreed by which they made the packs smaller; null if they pruned nothing
 * @param worker the newest attempt's pod
 * @param last what the newest pass that came to its end did and saw
 * @param damage what that one found damaged or missing; null if all was well
 * @param usage what each policy's snapshots take, the largest first
 */
@ApiObject
public record MaintenanceStatus(
    @JsonPropertyDescription("The cron expression and time zone that are in force.")
        @Size(max = 192)
        @Nullable String schedule,
    @JsonPropertyDescription("Since when this schedule counts.") @Nullable Instant scheduleSince,
    @JsonPropertyDescription("When the next pass is due.") @Nullable Instant nextTime,
    @JsonPropertyDescription("Where the newest pass is.") @Nullable MaintenancePhase phase,
    @JsonPropertyDescription("When the newest pass was due; its Jobs are named after this minute.")
        @Nullable Instant dueTime,
    @JsonPropertyDescription("Why the newest pass is where it is; absent where all is well.")
        @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("The same in a sentence.") @Size(max = 1024) @Nullable String message,
    @JsonPropertyDescription("When the first attempt of the newest pass began.")
        @Nullable Instant startTime,
    @JsonPropertyDescription("When all attempts of the newest pass must be over.")
        @Nullable Instant deadline,
    @JsonPropertyDescription("When the newest pass ended.") @Nullable Instant completionTime,
    @JsonPropertyDescription("Number of the newest attempt, counted from 1.")
        @Nullable Integer attempt,
    @JsonPropertyDescription("When the next attempt is due after one that failed.")
        @Nullable Instant nextAttemptTime,
    @JsonPropertyDescription("Snapshots that the newest pass took out so far, in all its attempts.")
        @Nullable Integer snapshotsRemoved,
    @JsonPropertyDescription(
            "Bytes by which the newest pass made the repository smaller so far, in all its attempts.")
        @Nullable Long bytesFreed,
    @JsonPropertyDescription("The pod of the newest attempt.") @Nullable WorkerStatus worker,
    @JsonPropertyDescription("What the newest pass that looked at everything did and saw.")
        @Nullable MaintenanceOutcome last,
    @JsonPropertyDescription("What that pass found damaged or missing.")
        @Nullable DamageStatus damage,
    @JsonPropertyDescription("What the snapshots of each policy take, the largest first.")
        @Size(max = 20)
        @ListMap("policy")
        List<PolicyUsage> usage) {

  public MaintenanceStatus {
    usage = usage == null ? List.of() : List.copyOf(usage);
  }

  /** Of a repository that was never looked after. */
  public static MaintenanceStatus none() {
    return new MaintenanceStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, List.of());
  }

  /**
   * What a pass did and saw.
   *
   * @param completionTime when it ended
   * @param duration from its start, for people
   * @param resticVersion of the stock restic that pruned; null if none did
   * @param snapshotsRemoved records that all its attempts took out
   * @param bytesFreed by which the packs became smaller; null if nothing was pruned
   * @param freed the same for people
   * @param snapshots whose every piece was looked for
   * @param damagedSnapshots how many of them lack something
   * @param reading its number among the readings that together read every pack; null if it read
   *     none
   * @param readings how many these are
   * @param packsRead from their first byte to their last
   * @param bytesRead of these
   * @param read the same for people
   * @param findings what is missing or damaged, some of it if there is much
   */
  @ApiObject
  public record MaintenanceOutcome(
      @JsonPropertyDescription("When the pass ended.") @Nullable Instant completionTime,
      @JsonPropertyDescription("How long it took, for example 4m10s.") @Size(max = 32)
          @Nullable String duration,
      @JsonPropertyDescription("Version of the stock restic that pruned, for example 0.18.1.")
          @Size(max = 64)
          @Nullable String resticVersion,
      @JsonPropertyDescription("Snapshots that were taken out.") @Nullable Integer snapshotsRemoved,
      @JsonPropertyDescription("Bytes by which the repository became smaller.")
          @Nullable Long bytesFreed,
      @JsonPropertyDescription("The same for people, for example 1.2 GiB.") @Size(max = 32)
          @Nullable String freed,
      @JsonPropertyDescription("Snapshots whose every piece was looked for.")
          @Nullable Integer snapshots,
      @JsonPropertyDescription("Snapshots that lack something.") @Nullable Integer damagedSnapshots,
      @JsonPropertyDescription(
              "Number of this reading among those that together read every pack, counted from 1.")
          @Nullable Integer reading,
      @JsonPropertyDescription("How many readings together read every pack.")
          @Nullable Integer readings,
      @JsonPropertyDescription("Packs that were read from their first byte to their last.")
          @Nullable Integer packsRead,
      @JsonPropertyDescription("Bytes of these packs.") @Nullable Long bytesRead,
      @JsonPropertyDescription("The same for people, for example reading 3 of 10, 1.2 GiB.")
          @Size(max = 64)
          @Nullable String read,
      @JsonPropertyDescription("What is missing or damaged.") @Size(max = 5)
          List<@Size(max = 512) String> findings) {
    public MaintenanceOutcome {
      findings = findings == null ? List.of() : List.copyOf(findings);
    }
  }

  /**
   * What the snapshots of one policy take in the bucket.
   *
   * @param policy namespace and name; empty for snapshots that are of no policy
   * @param snapshots how many there are
   * @param bytesReferenced of all that they need, whoever else needs it
   * @param bytesExclusive of what only they need: what removing them all would free
   * @param size both for people
   */
  @ApiObject
  public record PolicyUsage(
      @JsonPropertyDescription(
              "Namespace and name of the policy; \"none\" for snapshots that are of no policy.")
          @Required
          @Size(max = 317)
          String policy,
      @JsonPropertyDescription("Number of its snapshots.") int snapshots,
      @JsonPropertyDescription("Bytes of all that they need, whoever else needs it.")
          long bytesReferenced,
      @JsonPropertyDescription(
              "Bytes of what only they need: what would be freed if all of them were removed.")
          long bytesExclusive,
      @JsonPropertyDescription("Both for people, for example 12.3 GiB, 4.0 GiB of it alone.")
          @Size(max = 64)
          @Nullable String size) {}
}
