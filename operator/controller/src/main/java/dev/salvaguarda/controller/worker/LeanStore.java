package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.record.SlimStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of workers: who they are and how they are, and no manifest, which nobody
 * reads again and which is most of a Job and of a pod.
 */
final class LeanStore<T extends HasMetadata> extends SlimStore<T> {
  private final UnaryOperator<T> lean;

  private LeanStore(UnaryOperator<T> lean) {
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
    Nodes nodes = new Nodes();
    return namespaces.size() == 1 ? new LeanStore<>(pod -> lean(pod, nodes)) : null;
  }

  @Override
  public @Nullable T put(String key, T object) {
    return super.put(key, lean.apply(object));
  }

  private static Job lean(Job whole) {
    return new Job(
        whole.getApiVersion(), whole.getKind(), whole.getMetadata(), null, whole.getStatus());
  }

  private static Pod lean(Pod whole, Nodes nodes) {
    if (whole.getStatus() != null) {
      slim(whole.getStatus());
    }
    return new Pod(
        whole.getApiVersion(),
        whole.getKind(),
        whole.getMetadata(),
        nodes.named(whole.getSpec() == null ? null : whole.getSpec().getNodeName()),
        whole.getStatus());
  }

  private static void slim(PodStatus status) {
    status.setConditions(slim(status.getConditions()));
    status.setContainerStatuses(slim(status.getContainerStatuses()));
    status.setEphemeralContainerStatuses(slim(status.getEphemeralContainerStatuses()));
    status.setHostIPs(slim(status.getHostIPs()));
    status.setInitContainerStatuses(slim(status.getInitContainerStatuses()));
    status.setPodIPs(slim(status.getPodIPs()));
    status.setResourceClaimStatuses(slim(status.getResourceClaimStatuses()));
  }

  /** What is kept of the manifests of pods: the same for all of a node, since it is not small. */
  private static final class Nodes {
    /** So many names that some of them must be of nodes that are gone. */
    private static final int MANY = 1000;

    private final PodSpec none = new PodSpec();
    private final Map<String, PodSpec> byName = new ConcurrentHashMap<>();

    PodSpec named(@Nullable String name) {
      if (name == null) {
        return none;
      }
      if (byName.size() >= MANY) {
        byName.clear();
      }
      return byName.computeIfAbsent(name, Nodes::of);
    }

    private static PodSpec of(String name) {
      PodSpec node = new PodSpec();
      node.setNodeName(name);
      return node;
    }
  }
}
