package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was counted on a non-conformity that the operator opened.
 *
 * @param signals how often its cause was seen, at least 1
 * @param newest name of the run, test or copy that showed it last
 * @param newestTime when that was
 * @param message what was seen then
 * @param goneTime since when the cause is gone; null while it is there
 */
@ApiObject
public record CountedStatus(
    @JsonPropertyDescription("How often the cause was seen.") @Required Integer signals,
    @JsonPropertyDescription("Name of the run, test or copy that showed it last.")
        @Required
        @Size(max = 253)
        String newest,
    @JsonPropertyDescription("When that was.") @Required Instant newestTime,
    @JsonPropertyDescription("What was seen then.") @Required @Size(max = 1024) String message,
    @JsonPropertyDescription("Since when the cause is gone.") @Nullable Instant goneTime) {}
