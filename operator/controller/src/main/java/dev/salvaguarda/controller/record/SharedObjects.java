package dev.salvaguarda.controller.record;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind that several reconcilers watch: each version is kept once for all of them.
 * Nobody changes what an informer keeps, so it may be the same.
 */
public final class SharedObjects<T extends HasMetadata> {
  /** By UID and version. */
  private final Map<String, T> versions = new ConcurrentHashMap<>();

  /**
   * Where one more informer keeps its objects.
   *
   * @param namespaces that its reconciler watches
   * @return null where the SDK makes an informer for each of several: it gives all of them one
   *     store, in which each deletes what is not in its own namespace
   */
  public @Nullable ItemStore<T> store(Set<String> namespaces) {
    return namespaces.size() == 1 ? new Store() : null;
  }

  int size() {
    return versions.size();
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getUid() + "/" + object.getMetadata().getResourceVersion();
  }

  private final class Store extends BasicItemStore<T> {
    private Store() {
      super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable T put(String key, T object) {
      String version = version(object);
      T known = versions.putIfAbsent(version, object);
      T before = super.put(key, Objects.requireNonNullElse(known, object));
      if (before != null && !version(before).equals(version)) {
        versions.remove(version(before));
      }
      return before;
    }

    @Override
    public @Nullable T remove(String key) {
      T gone = super.remove(key);
      if (gone != null) {
        versions.remove(version(gone));
      }
      return gone;
    }
  }
}
