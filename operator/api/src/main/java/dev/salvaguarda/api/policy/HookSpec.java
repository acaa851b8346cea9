package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One call: exactly one of {@code exec} and {@code http} is set. It may be called more than once,
 * so it must not matter how often.
 *
 * @param name of the hook, unique on its side
 * @param timeout of one try; {@link #DEFAULT_TIMEOUT} when not given
 * @param exec a program in a pod that runs
 * @param http a request
 */
@ApiObject
@ValidationRule(
    value = "has(self.exec) != has(self.http)",
    message = "exactly one of exec and http must be set")
public record HookSpec(
    @JsonPropertyDescription("Name of the hook, as status and messages give it.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message =
                "must be lowercase letters, digits and hyphens, beginning and ending with a letter"
                    + " or digit, for example maintenance-on")
        String name,
    @JsonPropertyDescription("How long one try may take, up to 10m.")
        @Default(HookSpec.DEFAULT_TIMEOUT)
        @DurationText
        @ValidationRule(
            value = "!self.contains('d') && duration(self) <= duration('10m')",
            message = "must be at most 10m: other runs of the group wait meanwhile")
        String timeout,
    @JsonPropertyDescription(
            "A program that is run in a container of a pod, in the policy's own namespace. The"
                + " operator needs a right for that: the chart's hooks.execNamespaces.")
        @Nullable HookExec exec,
    @JsonPropertyDescription("A request that the operator sends.") @Nullable HookHttp http) {

  /** How long a try may take when nothing is said. */
  public static final String DEFAULT_TIMEOUT = "30s";

  public HookSpec {
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
  }
}
