package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guests that are in no policy on purpose. It only says so: one that a policy selects is copied all
 * the same.
 *
 * @param match which they are
 * @param reason why, for who checks it
 * @param by who decided it; null if that is not told
 */
@ApiObject
public record ProxmoxExclusion(
    @JsonPropertyDescription("Which guests; each that one of the lists names.") @Required
        Match match,
    @JsonPropertyDescription("Why they are not copied; it stands in the status.")
        @Required
        @ToldText
        @Size(min = 1, max = 256)
        String reason,
    @JsonPropertyDescription("Who decided it.") @ToldText @Size(min = 1, max = 253)
        @Nullable String by) {

  /**
   * Which guests.
   *
   * @param ids numbers
   * @param tags that a guest has
   * @param pools of the cluster
   * @param names of guests
   */
  @ApiObject
  @ValidationRule(
      value = "has(self.ids) || has(self.tags) || has(self.pools) || has(self.names)",
      message = "at least one of ids, tags, pools and names must be set")
  public record Match(
      @JsonPropertyDescription("Numbers of guests.")
          @Size(min = 1, max = 100)
          @ListSet
          @ValidationRule(value = ProxmoxGuests.NUMBERS, message = ProxmoxGuests.NUMBERS_MESSAGE)
          List<Integer> ids,
      @JsonPropertyDescription("Tags of guests.")
          @Size(min = 1, max = 20)
          @ListSet
          @ValidationRule(value = ProxmoxGuests.TAGS, message = ProxmoxGuests.TAGS_MESSAGE)
          List<@Size(min = 1, max = 124) String> tags,
      @JsonPropertyDescription("Resource pools.") @Size(min = 1, max = 20) @ListSet
          List<@Size(min = 1, max = 128) String> pools,
      @JsonPropertyDescription("Names of guests.") @Size(min = 1, max = 100) @ListSet
          List<@Size(min = 1, max = 253) String> names) {
    public Match {
      ids = ProxmoxGuests.listOf(ids);
      tags = ProxmoxGuests.listOf(tags);
      pools = ProxmoxGuests.listOf(pools);
      names = ProxmoxGuests.listOf(names);
    }
  }
}
