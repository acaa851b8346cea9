package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which guests. What one of the lists names is copied; where all of them are empty, everything is
 * that is no template.
 *
 * @param ids numbers; of templates, too
 * @param tags that a guest has
 * @param pools of the cluster
 * @param names of guests
 * @param exclude numbers that are left out, whatever names them
 */
@ApiObject
@ValidationRule(
    value = "!has(self.ids) || !has(self.exclude) || !self.ids.exists(id, id in self.exclude)",
    message = "a guest can't be named in ids and left out by exclude at the same time")
public record ProxmoxGuests(
    @JsonPropertyDescription(
            "Numbers of guests. One that is not there makes the run Degraded; a template is copied"
                + " only if it is named here.")
        @Size(min = 1, max = 500)
        @ListSet
        @ValidationRule(value = ProxmoxGuests.NUMBERS, message = ProxmoxGuests.NUMBERS_MESSAGE)
        List<Integer> ids,
    @JsonPropertyDescription("Tags: every guest is copied that has one of them.")
        @Size(min = 1, max = 100)
        @ListSet
        @ValidationRule(value = ProxmoxGuests.TAGS, message = ProxmoxGuests.TAGS_MESSAGE)
        List<@Size(min = 1, max = 124) String> tags,
    @JsonPropertyDescription("Resource pools: every guest in one of them is copied.")
        @Size(min = 1, max = 100)
        @ListSet
        List<@Size(min = 1, max = 128) String> pools,
    @JsonPropertyDescription("Names of guests. Several guests of one name are all copied.")
        @Size(min = 1, max = 500)
        @ListSet
        List<@Size(min = 1, max = 253) String> names,
    @JsonPropertyDescription("Numbers of guests that are left out, whatever else names them.")
        @Size(min = 1, max = 500)
        @ListSet
        @ValidationRule(value = ProxmoxGuests.NUMBERS, message = ProxmoxGuests.NUMBERS_MESSAGE)
        List<Integer> exclude) {

  /** Rule of a list of numbers. */
  static final String NUMBERS = "self.all(id, id >= 100 && id <= 999999999)";

  /** What {@link #NUMBERS} says. */
  static final String NUMBERS_MESSAGE = "must be numbers of guests, from 100 to 999999999";

  /** Rule of a list of tags. */
  static final String TAGS = "self.all(tag, tag.matches('^[a-z0-9_][a-z0-9_+.-]*$'))";

  /** What {@link #TAGS} says. */
  static final String TAGS_MESSAGE =
      "must be tags in lower case, as the host shows them, for example nightly";

  public ProxmoxGuests {
    ids = listOf(ids);
    tags = listOf(tags);
    pools = listOf(pools);
    names = listOf(names);
    exclude = listOf(exclude);
  }

  static ProxmoxGuests all() {
    return new ProxmoxGuests(List.of(), List.of(), List.of(), List.of(), List.of());
  }

  static <T> List<T> listOf(@Nullable List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }
}
