package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which guests of a host or cluster are in policies.
 *
 * @param covered how many are
 * @param uncovered those that are in none, in the order of their numbers, {@link #MOST} at most
 * @param uncoveredOmitted how many more there are; null means none
 * @param excluded those that are in none on purpose, likewise
 * @param excludedOmitted how many more there are; null means none
 */
@ApiObject
public record CoverageStatus(
    @JsonPropertyDescription("How many guests are in a policy.") @Required Integer covered,
    @JsonPropertyDescription("Guests that are in none; templates do not count.")
        @Size(max = CoverageStatus.MOST)
        List<UncoveredGuest> uncovered,
    @JsonPropertyDescription("How many more of them there are than are named.")
        @Nullable Integer uncoveredOmitted,
    @JsonPropertyDescription("Guests that are in none on purpose, as exclusions say.")
        @Size(max = CoverageStatus.MOST)
        List<ExcludedGuest> excluded,
    @JsonPropertyDescription("How many more of them there are than are named.")
        @Nullable Integer excludedOmitted) {

  /** So many are named. */
  public static final int MOST = 20;

  public CoverageStatus {
    uncovered = uncovered == null ? List.of() : List.copyOf(uncovered);
    excluded = excluded == null ? List.of() : List.copyOf(excluded);
  }

  /**
   * A guest that nobody copies.
   *
   * @param vmid its number
   * @param name as the host shows it; null if it has none
   */
  @ApiObject
  public record UncoveredGuest(
      @JsonPropertyDescription("Its number.") @Required Integer vmid,
      @JsonPropertyDescription("Its name.") @Size(max = 64) @Nullable String name) {}

  /**
   * A guest that nobody copies on purpose.
   *
   * @param vmid its number
   * @param name as the host shows it; null if it has none
   * @param reason why
   * @param by who decided it; null if that is not told
   */
  @ApiObject
  public record ExcludedGuest(
      @JsonPropertyDescription("Its number.") @Required Integer vmid,
      @JsonPropertyDescription("Its name.") @Size(max = 64) @Nullable String name,
      @JsonPropertyDescription("Why it is not copied.") @Required @Size(max = 256) String reason,
      @JsonPropertyDescription("Who decided it.") @Size(max = 253) @Nullable String by) {}
}
