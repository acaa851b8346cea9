package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * What the copies must achieve.
 *
 * @param rpo longest time from the start of the newest good copy's capture until now; null means
 *     that nothing is promised
 * @param rto longest time that a restore of all targets may take; null means that nothing is
 *     promised
 */
@ApiObject
public record Objectives(
    @JsonPropertyDescription(
            "Recovery point objective: how old the newest good copy may become, counted from the"
                + " start of its capture. When it is older, the condition RPOMet is False.")
        @DurationText
        @Nullable String rpo,
    @JsonPropertyDescription(
            "Recovery time objective: how long it may take to restore all targets. A test measures"
                + " it, from the creation of the Restore until everything was back and proven; when"
                + " it took longer, the condition RTOMet is False.")
        @DurationText
        @Nullable String rto) {}
