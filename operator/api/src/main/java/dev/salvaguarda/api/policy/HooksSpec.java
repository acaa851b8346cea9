package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What is called around the work of a run.
 *
 * @param before called one after the other before the first attempt; empty means nothing
 * @param after called one after the other once the work has ended, well or not; empty means nothing
 */
@ApiObject
@ValidationRule(
    value =
        "(has(self.before) && size(self.before) > 0) || (has(self.after) && size(self.after) > 0)",
    message = "must hold at least one hook, under before or under after")
public record HooksSpec(
    @JsonPropertyDescription(
            "Called one after the other when it is the run's turn, before its first attempt. The"
                + " first that fails ends it: nothing is copied, and the run is Failed.")
        @Size(max = HooksSpec.MOST)
        @ListMap("name")
        List<HookSpec> before,
    @JsonPropertyDescription(
            "Called one after the other once the work has ended, whatever became of it, and also if"
                + " a hook before it failed. Each is tried three times; if one fails, a run that"
                + " copied all is Degraded.")
        @Size(max = HooksSpec.MOST)
        @ListMap("name")
        List<HookSpec> after) {

  /** How many there can be on either side. */
  public static final int MOST = 4;

  public HooksSpec {
    before = before == null ? List.of() : List.copyOf(before);
    after = after == null ? List.of() : List.copyOf(after);
  }
}
