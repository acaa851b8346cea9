package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All containers of one pod.
 *
 * @param init run one after the other, first
 * @param main run side by side, afterwards
 */
record PodContainers(List<PodContainer> init, List<PodContainer> main) {

  static PodContainers of(Pod pod, Path folder, Clock clock) {
    return new PodContainers(
        containers(pod.getSpec().getInitContainers(), folder, clock),
        containers(pod.getSpec().getContainers(), folder, clock));
  }

  void forEach(Consumer<PodContainer> action) {
    all().forEach(action);
  }

  /** Lets every process end by itself within {@code grace}; returns at once. */
  void stop(Duration grace) {
    forEach(container -> Thread.ofVirtual().start(() -> container.stop(grace)));
  }

  boolean anyRunning() {
    return all().anyMatch(each -> each.phase() instanceof ContainerPhase.Running);
  }

  /** As a kubelet tells it while the pod lives: one container that waits makes the pod wait. */
  String phase() {
    return main.stream().anyMatch(each -> each.phase() instanceof ContainerPhase.Waiting)
        ? "Pending"
        : "Running";
  }

  /** Whether every process beside the first ones has ended. */
  boolean mainEnded() {
    return main.stream().allMatch(each -> each.phase() instanceof ContainerPhase.Terminated);
  }

  boolean mainSucceeded() {
    return main.stream().allMatch(PodContainer::succeeded);
  }

  Optional<ContainerLog> log(String name) {
    return find(name).map(PodContainer::log);
  }

  Optional<PodContainer> find(String name) {
    return all().filter(each -> each.container().getName().equals(name)).findFirst();
  }

  PodStatus status(PodStatusText.Summary summary) {
    return PodStatusText.of(summary, init, main);
  }

  private Stream<PodContainer> all() {
    return Stream.concat(init.stream(), main.stream());
  }

  private static List<PodContainer> containers(List<Container> specs, Path folder, Clock clock) {
    return specs.stream().map(spec -> new PodContainer(spec, folder, clock)).toList();
  }
}
