package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a run from starting.
 *
 * @param until when it may start by itself; null means not before the hold is removed, or the run's
 *     deadline passes
 * @param reason why, for whoever reads the status; null where that is not said
 */
@ApiObject
public record HoldSpec(
    @JsonPropertyDescription(
            "When the run may start by itself. Without it, it waits until hold is removed.")
        @Nullable Instant until,
    @JsonPropertyDescription("Why it is held, for whoever reads the status.") @Size(max = 512)
        @Nullable String reason) {}
