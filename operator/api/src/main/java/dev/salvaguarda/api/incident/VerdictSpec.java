package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.PersonName;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the technical team has found out.
 *
 * @param outcome whether there is an incident
 * @param scope whom it affects; null if there is none
 * @param organization the one that is affected alone; null if that is not so
 * @param by the person, as the API server knows them
 * @param at when, as they say it themselves
 * @param finding what they saw; null where they add nothing
 */
@ApiObject
@ValidationRule(
    value = "has(self.scope) == (self.outcome == 'Confirmed')",
    message =
        "scope says whom a Confirmed incident affects: General or Restricted. What is"
            + " NotConfirmed has none")
@ValidationRule(
    value = "has(self.organization) == (has(self.scope) && self.scope == 'Restricted')",
    message = "organization says which one is affected alone: with scope Restricted, and only then")
public record VerdictSpec(
    @JsonPropertyDescription(
            "Confirmed: there is an incident. NotConfirmed: the component works; nothing follows, and"
                + " what persists is a new incident.")
        @Required
        Outcome outcome,
    @JsonPropertyDescription(
            "Whom it affects. General: everybody. Restricted: one organisation alone.")
        @Nullable Scope scope,
    @JsonPropertyDescription("Name of the organisation that is affected alone, as it is told.")
        @Size(min = 1, max = 63)
        @ToldText
        @Nullable String organization,
    @JsonPropertyDescription("Who decides: the name under which they are known to the API server.")
        @Required
        @PersonName
        String by,
    @JsonPropertyDescription("When.") @Required Instant at,
    @JsonPropertyDescription("What was found. It is told to nobody outside.") @Size(max = 2048)
        @Nullable String finding) {

  /** Whether there is an incident. */
  public enum Outcome {
    /** There is. */
    @JsonProperty("Confirmed")
    CONFIRMED,
    /** The component works. */
    @JsonProperty("NotConfirmed")
    NOT_CONFIRMED
  }

  /** Whom it affects. */
  public enum Scope {
    /** Everybody. */
    @JsonProperty("General")
    GENERAL,
    /** One organisation alone. */
    @JsonProperty("Restricted")
    RESTRICTED
  }
}
