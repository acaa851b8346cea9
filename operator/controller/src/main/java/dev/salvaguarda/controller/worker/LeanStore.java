package dev.salvaguarda.controller.worker;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of workers: who they are and how they are, and no manifest, which nobody
 * reads again and which is most of a Job and of a pod.
 */
final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final UnaryOperator<T> lean;

  private LeanStore(UnaryOperator<T> lean) {
    super(Cache::metaNamespaceKeyFunc);
    this.lean = lean;
  }

  /**
   * Of Jobs.
   *
   * @param namespaces that the informer's reconciler watches
   * @return null where there are several: the SDK gives their informers one store, in which each
   *     deletes what is not in its own namespace
   */
  static @Nullable ItemStore<Job> jobs(Set<String> namespaces) {
    return namespaces.size() == 1 ? new LeanStore<>(LeanStore::lean) : null;
  }

  /** Of pods; the same. */
  static @Nullable ItemStore<Pod> pods(Set<String> namespaces) {
    return namespaces.size() == 1 ? new LeanStore<>(LeanStore::lean) : null;
  }

  @Override
  public @Nullable T put(String key, T object) {
    return super.put(key, lean.apply(object));
  }

  private static Job lean(Job whole) {
    return new Job(
        whole.getApiVersion(), whole.getKind(), whole.getMetadata(), null, whole.getStatus());
  }

  private static Pod lean(Pod whole) {
    PodSpec node = new PodSpec();
    if (whole.getSpec() != null) {
      node.setNodeName(whole.getSpec().getNodeName());
    }
    return new Pod(
        whole.getApiVersion(), whole.getKind(), whole.getMetadata(), node, whole.getStatus());
  }
}
