package dev.salvaguarda.controller.record;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind that several reconcilers watch: each version is kept once for all of them.
 * Nobody changes what an informer keeps, so it may be the same.
 */
public final class SharedObjects<T extends HasMetadata> {
  private final Map<Version, Kept<T>> versions = new ConcurrentHashMap<>();

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

  private @Nullable String key(HasMetadata object) {
    Kept<T> known = versions.get(Version.of(object));
    return known == null ? null : known.key();
  }

  /** What is one state of one object, and of no other that had its name before. */
  private record Version(String uid, String number) {
    static Version of(HasMetadata object) {
      return new Version(object.getMetadata().getUid(), object.getMetadata().getResourceVersion());
    }
  }

  /** The key is that of all maps and indexes, too. */
  private record Kept<T>(String key, T object) {}

  private final class Store extends SlimStore<T> {
    @Override
    public String getKey(T object) {
      String known = key(object);
      return known == null ? super.getKey(object) : known;
    }

    @Override
    public @Nullable T put(String key, T object) {
      Version version = Version.of(object);
      T last = get(key);
      String first = last == null ? null : key(last);
      Kept<T> fresh = new Kept<>(first == null ? key : first, object);
      Kept<T> known = versions.putIfAbsent(version, fresh);
      T before = super.put(key, known == null ? object : known.object());
      if (before != null && !Version.of(before).equals(version)) {
        versions.remove(Version.of(before));
      }
      return before;
    }

    @Override
    public @Nullable T remove(String key) {
      T gone = super.remove(key);
      if (gone != null) {
        versions.remove(Version.of(gone));
      }
      return gone;
    }
  }
}
