package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do. Written once: only {@code cancel} and {@code hold} may change.
 *
 * @param policyRef the policy to execute
 * @param trigger why it runs; {@link TriggerSpec#MANUAL} when not given
 * @param targets names of the targets wanted; empty means all that the source has
 * @param cancel whether it is asked to stop; never taken back; false when not given
 * @param hold what keeps it beyond the history limits; null means nothing
 */
@ApiObject
@ValidationRule(
    value = "self.policyRef == oldSelf.policyRef",
    message = "policyRef cannot be changed: a run is written once. Create another run instead")
@ValidationRule(
    value =
        "has(self.trigger) == has(oldSelf.trigger)"
            + " && (!has(self.trigger) || self.trigger == oldSelf.trigger)",
    message = "trigger cannot be changed: a run is written once. Create another run instead")
@ValidationRule(
    value =
        "has(self.targets) == has(oldSelf.targets)"
            + " && (!has(self.targets) || self.targets == oldSelf.targets)",
    message = "targets cannot be changed: a run is written once. Create another run instead")
@ValidationRule(
    value = "!(has(oldSelf.cancel) && oldSelf.cancel) || (has(self.cancel) && self.cancel)",
    message = "cancel cannot be taken back. Create another run instead")
public record BackupRunSpec(
    @JsonPropertyDescription("The BackupPolicy to execute, in the same namespace.") @Required
        LocalRef policyRef,
    @JsonPropertyDescription("Why this run exists. A person leaves it out: that means Manual.")
        @Default("{}")
        TriggerSpec trigger,
    @JsonPropertyDescription(
            "Names of the targets to copy, for example some of the databases. Without it, all that"
                + " the policy names.")
        @Size(min = 1, max = 200)
        @ListSet
        List<@Size(min = 1, max = 253) String> targets,
    @JsonPropertyDescription(
            "Set to true to stop the run, whatever it is doing. It cannot be taken back. What is"
                + " already in the repository stays there and is used by the next run.")
        @Default("false")
        Boolean cancel,
    @JsonPropertyDescription(
            "Keeps this run and its status beyond the policy's history limits, and its snapshots beyond"
                + " the policy's retention, until a time or until hold is removed; for example because an"
                + " inspection needs them.")
        @Nullable HoldSpec hold) {

  public BackupRunSpec {
    trigger = trigger == null ? TriggerSpec.MANUAL : trigger;
    targets = targets == null ? List.of() : List.copyOf(targets);
    cancel = cancel != null && cancel;
  }
}
