package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.SizeText;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Limits below which a copy is kept but called suspicious.
 *
 * @param minSize a target smaller than this is suspicious; null means no limit
 * @param maxShrinkPercent a target that lost more than this share of its size since the last good
 *     run is suspicious, 0 to 100; null means no limit
 */
@ApiObject
public record GuardsSpec(
    @JsonPropertyDescription(
            "A target that is smaller than this makes the run Degraded, for example 1Mi.")
        @SizeText
        @Nullable Quantity minSize,
    @JsonPropertyDescription(
            "A target that lost more than this share of its size since the last good run makes the"
                + " run Degraded.")
        @Min(0)
        @Max(100)
        @Nullable Integer maxShrinkPercent) {}
