package dev.salvaguarda.controller.record;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one informer keeps, equal to what it was sent, but with maps and lists of the size of what
 * is in them: the client makes room for more in each, and one of each for whatever an object does
 * not have. Nobody changes what an informer keeps.
 */
public class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
  protected SlimStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /**
   * Where a reconciler's informer keeps its objects.
   *
   * @param settings of the reconciler
   * @return null where the SDK makes an informer for each of several namespaces: it gives all of
   *     them one store, in which each deletes what is not in its own
   */
  public static <T extends HasMetadata> @Nullable ItemStore<T> of(
      ControllerConfiguration<T> settings) {
    Set<String> namespaces = settings.getInformerConfig().getEffectiveNamespaces(settings);
    return namespaces.size() == 1 ? new SlimStore<>() : null;
  }

  @Override
  public @Nullable T put(String key, T object) {
    slim(object.getMetadata());
    return super.put(key, object);
  }

  private static void slim(ObjectMeta meta) {
    meta.setLabels(slim(meta.getLabels()));
    meta.setAnnotations(slim(meta.getAnnotations()));
    meta.setFinalizers(slim(meta.getFinalizers()));
    meta.setOwnerReferences(slim(meta.getOwnerReferences()));
    meta.setManagedFields(slim(meta.getManagedFields()));
  }

  /** One that was made small before, for another watch, is left alone; so is what has a null. */
  private static @Nullable Map<String, String> slim(@Nullable Map<String, String> some) {
    return some instanceof HashMap && !some.containsValue(null) ? Map.copyOf(some) : some;
  }

  /** A list as long as what is in it. */
  protected static <E> @Nullable List<E> slim(@Nullable List<E> some) {
    return some instanceof ArrayList && !some.contains(null) ? List.copyOf(some) : some;
  }
}
