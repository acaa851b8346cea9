package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.SizeText;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Space of the pod that is thrown away at the end.
 *
 * @param size how much there is; null means what the copies need
 * @param storageClassName of a volume that is made for the pod and goes with it; null means the
 *     node's own disk
 */
@ApiObject
public record ScratchTarget(
    @JsonPropertyDescription(
            "How much space there is. Without it, as much as the size of the copies calls for.")
        @SizeText
        @Nullable Quantity size,
    @JsonPropertyDescription(
            "StorageClass of a volume that is made for the pod and goes with it. Without it, the"
                + " space is on the node's own disk.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName)
    implements RestoreTarget.Kind {
  /** On the node's disk, as much as is needed. */
  public static ScratchTarget usual() {
    return new ScratchTarget(null, null);
  }
}
