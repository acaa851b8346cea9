package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.StorageName;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A storage that a host writes archives to, and that a worker mounts.
 *
 * @param storage of the host
 * @param claimName of a claim of the policy's namespace for the same folder
 */
@ApiObject
public record ProxmoxSpool(
    @JsonPropertyDescription(
            "Name of a storage of the host for backups, of the type nfs, cifs or dir. Let nobody else"
                + " use it.")
        @Required
        @StorageName
        String storage,
    @JsonPropertyDescription(
            "Name of a claim in the policy's namespace for the same folder: dump lies directly in"
                + " it. It is only read.")
        @Required
        @Size(min = 1, max = 240)
        String claimName) {}
