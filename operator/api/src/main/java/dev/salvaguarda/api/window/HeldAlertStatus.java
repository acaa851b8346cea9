package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a maintenance window has kept from opening an incident.
 *
 * @param key of the incident that it would have opened
 * @param id by which monitoring knows it
 * @param component that it is about
 * @param title the component as people call it; null if that is its name
 * @param name of its rule
 * @param summary what people read; null if there is nothing
 * @param active whether it is firing
 * @param since when it began to fire the last time
 * @param times how often it began to fire
 * @param lastSeen when monitoring spoke of it last, about
 * @param incident in which it was counted once the window kept it back no more; null if it was not
 */
@ApiObject
public record HeldAlertStatus(
    @JsonPropertyDescription("Key of the incident that it would have opened.")
        @Required
        @Size(min = 1, max = 63)
        String key,
    @JsonPropertyDescription("By which monitoring knows it, such as the fingerprint.")
        @Required
        @Size(min = 1, max = 64)
        String id,
    @JsonPropertyDescription("Component that it is about.") @Required @Size(min = 1, max = 63)
        String component,
    @JsonPropertyDescription("The component as people call it, where that is not its name.")
        @Size(max = 200)
        @Nullable String title,
    @JsonPropertyDescription("Name of the rule.") @Required @Size(min = 1, max = 128) String name,
    @JsonPropertyDescription("Its summary.") @Size(max = 256) @Nullable String summary,
    @JsonPropertyDescription("Whether it is firing.") @Required Boolean active,
    @JsonPropertyDescription("When it began to fire the last time.") @Required Instant since,
    @JsonPropertyDescription("How often it began to fire.") @Required Integer times,
    @JsonPropertyDescription("When monitoring spoke of it last, about.") @Required Instant lastSeen,
    @JsonPropertyDescription(
            "Incident in which it was counted once the window kept it back no more.")
        @Size(max = 253)
        @Nullable String incident) {}
