package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest test on which {@code Verified} rests.
 *
 * @param restore its name
 * @param time when it ended
 * @param repository whose copies were restored
 * @param rung the least that a target reached
 * @param proof what each target reached, for people
 * @param measuredRto how long everything took, for example {@code 4m12s}
 * @param attested whether a person accepted it; null if nobody signed
 */
@ApiObject
public record LastVerification(
    @JsonPropertyDescription("Name of the Restore.") @Size(max = 253) @Nullable String restore,
    @JsonPropertyDescription("When it ended.") @Nullable Instant time,
    @JsonPropertyDescription("Name of the BackupRepository whose copies were restored.")
        @Size(max = 253)
        @Nullable String repository,
    @JsonPropertyDescription("How far every target is proven, as in the Restore: V0, V1, V2 or V3.")
        @Size(max = 8)
        @Nullable String rung,
    @JsonPropertyDescription("What the targets reached, for people.") @Size(max = 300)
        @Nullable String proof,
    @JsonPropertyDescription(
            "How long it took from the creation of the Restore until everything was back and proven,"
                + " for example 4m12s.")
        @Size(max = 32)
        @Nullable String measuredRto,
    @JsonPropertyDescription("Whether a person accepted it.") @Nullable Boolean attested) {}
