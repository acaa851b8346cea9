package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.worker.RunResources;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CPU and memory of a container. None is without a limit of memory. */
final class ContainerResources {
  static final Quantity MEMORY = new Quantity("512Mi");

  private ContainerResources() {}

  /**
   * What is wanted, completed by what is usual. A request is never more than the limit, else the
   * API server would refuse the pod.
   */
  static ResourceRequirements of(
      @Nullable RunResources wanted, Map<String, Quantity> usualRequests) {
    Map<String, Quantity> limits = new TreeMap<>(Map.of("memory", MEMORY));
    Map<String, Quantity> requests = new TreeMap<>();
    if (wanted != null) {
      limits.putAll(wanted.limits());
    }
    usualRequests.forEach((name, usual) -> {
      Quantity limit = limits.get(name);
      requests.put(name, limit == null ? usual : smaller(usual, limit));
    });
    if (wanted != null) {
      requests.putAll(wanted.requests());
    }
    return new ResourceRequirementsBuilder().withLimits(limits).withRequests(requests).build();
  }

  private static Quantity smaller(Quantity one, Quantity other) {
    return Quantity.getAmountInBytes(one).compareTo(Quantity.getAmountInBytes(other)) <= 0
        ? one
        : other;
  }
}
