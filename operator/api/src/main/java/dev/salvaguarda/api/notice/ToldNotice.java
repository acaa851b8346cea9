package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A notice about an object, as the object's status remembers it.
 *
 * @param name of the Notice
 * @param message its kind
 * @param state where it, or the one of another channel that stands in for it, was last seen
 */
@ApiObject
public record ToldNotice(
    @JsonPropertyDescription("Name of the Notice.") @Required @Size(min = 1, max = 63) String name,
    @JsonPropertyDescription("Kind of the message.") @Required @Size(min = 1, max = 32)
        String message,
    @JsonPropertyDescription(
            "Where it was last seen; of one that was handed to another channel, where that one"
                + " was.")
        @Required
        NoticeStatus.State state) {}
