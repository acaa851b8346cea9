package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.List;

/** Builds the status that a kubelet would report. */
final class PodStatusText {
  private PodStatusText() {}

  /**
   * What a pod looks like.
   *
   * @param phase Pending, Running, Succeeded or Failed
   * @param ending why it ended before its time; {@link Ending#DELETED} says nothing
   * @param startedAt when the node took the pod
   */
  record Summary(String phase, Ending ending, Instant startedAt) {}

  static PodStatus of(
      Summary summary, List<PodContainer> initContainers, List<PodContainer> containers) {
    boolean ready = summary.phase().equals("Running");
    PodStatusBuilder status =
        new PodStatusBuilder()
            .withPhase(summary.phase())
            .withStartTime(summary.startedAt().toString())
            .withHostIP("127.0.0.1")
            .withPodIP("127.0.0.1")
            .addNewPodIP()
            .withIp("127.0.0.1")
            .endPodIP()
            .withInitContainerStatuses(statuses(initContainers))
            .withContainerStatuses(statuses(containers))
            .withConditions(
                condition("PodScheduled", true, summary),
                condition("Initialized", allEnded(initContainers), summary),
                condition("ContainersReady", ready, summary),
                condition("Ready", ready, summary));
    Ending ending = summary.ending();
    if (!ending.reason().isEmpty()) {
      status.withReason(ending.reason()).withMessage(ending.message());
    }
    if (!ending.disruption().isEmpty()) {
      status.addToConditions(
          new PodConditionBuilder(condition("DisruptionTarget", true, summary))
              .withReason(ending.disruption())
              .withMessage(ending.message())
              .build());
    }
    return status.build();
  }

  private static boolean allEnded(List<PodContainer> containers) {
    return containers.stream().allMatch(PodContainer::succeeded);
  }

  private static PodCondition condition(String type, boolean holds, Summary summary) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(holds ? "True" : "False")
        .withLastTransitionTime(summary.startedAt().toString())
        .build();
  }

  private static List<ContainerStatus> statuses(List<PodContainer> containers) {
    return containers.stream().map(PodStatusText::status).toList();
  }

  private static ContainerStatus status(PodContainer container) {
    boolean running = container.phase() instanceof ContainerPhase.Running;
    return new ContainerStatusBuilder()
        .withName(container.container().getName())
        .withImage(container.container().getImage())
        .withImageID(container.container().getImage())
        .withReady(running)
        .withStarted(running)
        .withRestartCount(0)
        .withState(state(container.phase()).build())
        .build();
  }

  private static ContainerStateBuilder state(ContainerPhase phase) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    return switch (phase) {
      case ContainerPhase.Waiting(String reason, String message) ->
          state.withNewWaiting(message, reason);
      case ContainerPhase.Running(Instant startedAt) -> state.withNewRunning(startedAt.toString());
      case ContainerPhase.Terminated end ->
          state
              .withNewTerminated()
              .withExitCode(end.exitCode())
              .withReason(end.reason())
              .withMessage(end.message().isEmpty() ? null : end.message())
              .withStartedAt(end.startedAt().toString())
              .withFinishedAt(end.finishedAt().toString())
              .endTerminated();
    };
  }
}
