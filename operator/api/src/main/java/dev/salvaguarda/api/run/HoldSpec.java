package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a run's record from being deleted with old history, and its snapshots from being
 * removed by the policy's retention.
 *
 * @param until when it may be deleted again; null means not before the hold is removed
 * @param reason why, for whoever reads the status; null where that is not said
 */
@ApiObject
public record HoldSpec(
    @JsonPropertyDescription(
            "When the run and its snapshots may be removed again. Without it, they are kept until hold"
                + " is removed.")
        @Nullable Instant until,
    @JsonPropertyDescription("Why it is held, for whoever reads the status.") @Size(max = 512)
        @Nullable String reason) {}
