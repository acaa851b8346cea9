package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Which key of the repository a reference of the spec opens. It holds nothing of the password.
 *
 * @param ref Secret and key that hold the password, as {@code secret/key}
 * @param id of the repository's key, 64 hex digits
 * @param addedByOperator whether the operator wrote the key, and so may remove it
 */
@ApiObject
public record RepositoryKey(
    @JsonPropertyDescription("Secret and key that hold the password, as secret/key.")
        @Required
        @Size(max = 507)
        String ref,
    @JsonPropertyDescription("The repository's key that it opens; restic key list shows the same.")
        @Required
        @Size(max = 64)
        String id,
    @JsonPropertyDescription(
            "Whether the operator wrote the key. It removes such a key when the reference leaves the"
                + " spec, and never one that a person wrote.")
        @Required
        boolean addedByOperator) {}
