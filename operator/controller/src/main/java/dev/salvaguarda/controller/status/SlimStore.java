package dev.salvaguarda.controller.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;

/**
 * What an informer keeps of objects: all but the record of who manages which field, which is as
 * large as the rest of a small object and which nobody here reads.
 */
public final class SlimStore<R extends HasMetadata> extends TransformingItemStore<R> {
  public SlimStore() {
    super(SlimStore::slim);
  }

  private static <R extends HasMetadata> R slim(R object) {
    object.getMetadata().setManagedFields(List.of());
    return object;
  }
}
