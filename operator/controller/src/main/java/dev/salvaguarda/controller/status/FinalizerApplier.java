package dev.salvaguarda.controller.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps objects that are deleted until something is done about them. It takes nobody's finalizer
 * away but its own.
 *
 * @param <R> their kind
 */
public final class FinalizerApplier<R extends HasMetadata> {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final Supplier<R> empty;
  private final String finalizer;
  private final PatchContext apply;

  /**
   * @param empty makes an object of that kind
   * @param manager the API server records the finalizer under this name, and nothing else may be
   */
  public FinalizerApplier(
      KubernetesClient client, Supplier<R> empty, String finalizer, String manager) {
    this.client = client;
    this.empty = empty;
    this.finalizer = finalizer;
    this.apply =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withForce(true)
            .build();
  }

  /**
   * Before there is something that a deletion has to wait for.
   *
   * @param identity name, namespace and UID; with a version, of that very state
   * @return what is stored then
   */
  public R keep(ObjectMeta identity) {
    return apply(identity, List.of(finalizer));
  }

  /**
   * Once there is nothing left; an object that is being deleted is gone then. Who brings objects
   * back as they were has made the finalizer his own: it would keep the object for ever.
   *
   * @param identity as above
   */
  public void letGo(R seen, ObjectMeta identity) {
    if (!seen.hasFinalizer(finalizer)) {
      return;
    }
    R left = apply(identity, List.of());
    if (left.hasFinalizer(finalizer)) {
      client.resource(left).patch(MERGE, without(left));
    }
  }

  /** The merge patch, of that very state. */
  private String without(R seen) {
    List<String> others =
        seen.getMetadata().getFinalizers().stream().filter(one -> !one.equals(finalizer)).toList();
    return Serialization.asJson(
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion", seen.getMetadata().getResourceVersion(), "finalizers", others)));
  }

  private R apply(ObjectMeta identity, List<String> finalizers) {
    R own = empty.get();
    own.setMetadata(
        new ObjectMetaBuilder()
            .withName(identity.getName())
            .withNamespace(identity.getNamespace())
            // Of that very object: never of another one made under its name.
            .withUid(identity.getUid())
            .withResourceVersion(identity.getResourceVersion())
            .withFinalizers(finalizers)
            .build());
    return client.resource(own).patch(apply);
  }
}
