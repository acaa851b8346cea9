package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a person judged a test.
 *
 * @param by who, in their own words
 * @param at when
 * @param verdict what they found
 * @param remarks what they want to add; null where nothing
 */
@ApiObject
public record AttestationSpec(
    @JsonPropertyDescription("Who signs, in their own words.")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('[^ ]')",
            message = "must say who signs, for example their name and role")
        String by,
    @JsonPropertyDescription("When they signed.") @Required Instant at,
    @JsonPropertyDescription("What they found.") @Required Verdict verdict,
    @JsonPropertyDescription("What they want to add.") @Size(max = 1024) @Nullable String remarks) {

  /** What a person found. */
  public enum Verdict {
    /** The test proves what it should. */
    @JsonProperty("Accepted")
    ACCEPTED,
    /** It does not. */
    @JsonProperty("Rejected")
    REJECTED
  }
}
