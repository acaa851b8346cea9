package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the last maintenance pass of a repository kept and removed of the policy's snapshots, in all
 * its attempts, and what the next one does as things stand.
 *
 * @param repository name of the BackupRepository
 * @param passTime when it was decided
 * @param rules that were applied, such as {@code keepDaily=7,keepMonthly=12}
 * @param snapshots how many the pass left
 * @param removed how many it removed
 * @param heldBack how many of those left are not kept by any rule, but were more than one pass may
 *     remove
 * @param allowance how many the pass might remove without a day's notice
 * @param announcedAt when people were first told that more will go; null if no more will
 * @param announcedTerms what that was computed with; other rules need an announcement anew
 * @param removalFrom when the first of what is held back may go; null if nothing is
 * @param keptBy how many snapshots each rule or floor keeps
 * @param samples some snapshots with all their reasons: those held back first, then those removed,
 *     then the oldest that stay
 * @param next what the next pass does; null if none is due
 */
@ApiObject
public record RetentionStatus(
    @JsonPropertyDescription("Name of the BackupRepository.") @Required @Size(max = 253)
        String repository,
    @JsonPropertyDescription("When the maintenance pass decided.") @Nullable Instant passTime,
    @JsonPropertyDescription("The rules that it applied.") @Size(max = 256) @Nullable String rules,
    @JsonPropertyDescription("How many snapshots of the policy it left.")
        @Nullable Integer snapshots,
    @JsonPropertyDescription("How many it removed.") @Nullable Integer removed,
    @JsonPropertyDescription(
            "How many of those left are not kept by any rule, but were more than one pass may"
                + " remove: the next passes remove them.")
        @Nullable Integer heldBack,
    @JsonPropertyDescription("How many it might remove without a day's notice.")
        @Nullable Integer allowance,
    @JsonPropertyDescription("Since when the removal of what is held back is announced.")
        @Nullable Instant announcedAt,
    @JsonPropertyDescription(
            "The rules and the time zone with which it was announced; other ones need an"
                + " announcement anew.")
        @Size(max = 384)
        @Nullable String announcedTerms,
    @JsonPropertyDescription("When the first of what is held back may be removed.")
        @Nullable Instant removalFrom,
    @JsonPropertyDescription("How many snapshots each rule or floor keeps.") @Size(max = 13)
        List<KeptBy> keptBy,
    @JsonPropertyDescription(
            "Some snapshots with all their reasons: those held back, then those removed, then the"
                + " oldest that stay.")
        @Size(max = 10)
        List<Sample> samples,
    @JsonPropertyDescription("What the next pass does, as things stood after this one.")
        @Nullable Next next) {

  public RetentionStatus {
    keptBy = keptBy == null ? List.of() : List.copyOf(keptBy);
    samples = samples == null ? List.of() : List.copyOf(samples);
  }

  /** Whether its pass decided in this span, both ends included. */
  public boolean isDecidedWithin(Instant from, Instant until) {
    return passTime != null && !passTime.isBefore(from) && !passTime.isAfter(until);
  }

  /**
   * The same with what an earlier attempt of the pass removed.
   *
   * @param before how many it removed
   * @param all samples of both
   */
  public RetentionStatus withEarlier(int before, List<Sample> all) {
    return new RetentionStatus(
        repository,
        passTime,
        rules,
        snapshots,
        Objects.requireNonNullElse(removed, 0) + before,
        heldBack,
        Objects.requireNonNullElse(allowance, 0) + before,
        announcedAt,
        announcedTerms,
        removalFrom,
        keptBy,
        all,
        next);
  }

  /**
   * How much a rule or floor keeps.
   *
   * @param reason the rule's field, or what the floor is called
   * @param snapshots how many
   */
  @ApiObject
  public record KeptBy(
      @JsonPropertyDescription(
              "The rule, for example keepDaily, or the floor, for example newest good copy.")
          @Size(max = 32)
          @Nullable String reason,
      @JsonPropertyDescription("How many snapshots it keeps; others may keep them, too.")
          @Nullable Integer snapshots) {}

  /**
   * One snapshot, and why it stays or goes.
   *
   * @param snapshot its id, abbreviated as restic abbreviates it
   * @param target that it is a copy of
   * @param time the instant that the copy speaks of
   * @param fate {@code Kept}, {@code HeldBack} or {@code Removed}
   * @param why all reasons
   */
  @ApiObject
  public record Sample(
      @JsonPropertyDescription("Its id, as restic abbreviates it.") @Size(max = 64)
          @Nullable String snapshot,
      @JsonPropertyDescription("What it is a copy of.") @Size(max = 253) @Nullable String target,
      @JsonPropertyDescription("The instant that the copy speaks of.") @Nullable Instant time,
      @JsonPropertyDescription("Kept, HeldBack or Removed.") @Size(max = 16) @Nullable String fate,
      @JsonPropertyDescription("All reasons why it stays, or why nothing keeps it.")
          @Size(max = 512)
          @Nullable String why) {}

  /**
   * What the next pass does, if the copies that are due until then are made and nothing else
   * changes.
   *
   * @param time when it is due
   * @param terms the rules and the time zone for which that holds
   * @param removes how many snapshots it removes; null if that is not known
   * @param message the same in a sentence, with what it depends on
   * @param samples some of those that are there already and go, the oldest first; their fate is not
   *     told
   */
  @ApiObject
  public record Next(
      @JsonPropertyDescription("When it is due.") @Nullable Instant time,
      @JsonPropertyDescription("The rules and the time zone for which this holds.") @Size(max = 384)
          @Nullable String terms,
      @JsonPropertyDescription("How many snapshots it removes; absent if that is not known.")
          @Nullable Integer removes,
      @JsonPropertyDescription("The same as a sentence, with what it depends on.") @Size(max = 768)
          @Nullable String message,
      @JsonPropertyDescription(
              "Some of those that are there already and go, the oldest first, with the reasons.")
          @Size(max = 5)
          List<Sample> samples) {
    public Next {
      samples = samples == null ? List.of() : List.copyOf(samples);
    }
  }
}
