package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.PersonName;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;

/**
 * What a person has decided.
 *
 * @param by the person, as the API server knows them
 * @param at when, as they say it themselves
 */
@ApiObject
public record DecisionSpec(
    @JsonPropertyDescription("Who decides: the name under which they are known to the API server.")
        @Required
        @PersonName
        String by,
    @JsonPropertyDescription("When.") @Required Instant at) {}
