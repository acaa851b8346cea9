package dev.salvaguarda.api.ref;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * An object in the same namespace.
 *
 * @param name its metadata.name
 */
@ApiObject
public record LocalRef(
    @JsonPropertyDescription(
            "Name of the object; it lies in the namespace of the one that names it.")
        @Required
        @Size(min = 1, max = 253)
        String name) {}
