package dev.salvaguarda.controller.worker;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.controller.worker.manifest.PodManifest;
import dev.salvaguarda.controller.worker.manifest.SourceContainer;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.workorder.ExitCode;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Job and its pod say about a worker. */
final class WorkerReading {
  /** What the cluster puts before the words of an Event that it has seen ten times. */
  private static final String REPEATED = "(combined from similar events): ";

  private static final String OUT_OF_MEMORY = "OOMKilled";
  private static final int MAX_WORDS = 300;
  private static final Set<String> UNTOLD = Set.of("ContainerCreating", "PodInitializing");

  private WorkerReading() {}

  /**
   * The worker as a decision sees it.
   *
   * @param ownerUid of the object that must own the Job
   * @param event what Kubernetes said last about Job or pod; empty if nothing
   */
  static WorkerFact of(Job job, @Nullable Pod pod, String ownerUid, String event) {
    var meta = job.getMetadata();
    if (!isOwnedBy(job, ownerUid)) {
      return new WorkerFact.Foreign(meta.getName());
    }
    return new WorkerFact.Present(
        attempt(job),
        Instant.parse(meta.getCreationTimestamp()),
        instant(meta.getDeletionTimestamp()),
        hasEnded(job),
        pod == null ? withoutPod(job, event) : podFact(pod, event));
  }

  /** An admission rule or a quota may keep the Job from making its pod: then the Job has Events. */
  private static PodFact withoutPod(Job job, String event) {
    return event.isEmpty() || hasEnded(job)
        ? new PodFact.Missing()
        : new PodFact.Waiting("", event);
  }

  /** Number of the attempt that a Job belongs to. */
  static int attempt(Job job) {
    String label = job.getMetadata().getLabels().get(ApiGroup.ATTEMPT_LABEL);
    return label == null ? 1 : Integer.parseInt(label);
  }

  static boolean isOwnedBy(HasMetadata object, String ownerUid) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            owner -> Boolean.TRUE.equals(owner.getController()) && ownerUid.equals(owner.getUid()));
  }

  static boolean hasEnded(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(condition ->
                "True".equals(condition.getStatus())
                    && Set.of("Complete", "Failed").contains(condition.getType()));
  }

  private static PodFact podFact(Pod pod, String event) {
    String name = pod.getMetadata().getName();
    Instant goneAt = instant(pod.getMetadata().getDeletionTimestamp());
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    Optional<ContainerState> state = stateOf(status, PodManifest.CONTAINER);
    Optional<ContainerStateTerminated> terminated = state.map(ContainerState::getTerminated);
    if (terminated.isPresent()) {
      return ended(pod, status, terminated.get());
    }
    String phase = Objects.requireNonNullElse(status.getPhase(), "Pending");
    if (phase.equals("Failed") || phase.equals("Succeeded")) {
      return new PodFact.Ended(
          name, lastChange(pod, status), HowEnded.REMOVED, words(status, "the pod " + phase), "");
    }
    // A worker without the container that reads its source can only wait for that.
    boolean incomplete = waits(status, SourceContainer.NAME);
    if (goneAt != null || (state.map(ContainerState::getRunning).isPresent() && !incomplete)) {
      return new PodFact.Running(name, goneAt);
    }
    return incomplete || phase.equals("Pending")
        ? new PodFact.Waiting(name, waitingFor(status, event))
        : new PodFact.Running(name, null);
  }

  /** Whether the container that reads the source was killed because it used too much memory. */
  static boolean sourceRanOutOfMemory(Pod pod) {
    return pod.getStatus() != null
        && stateOf(pod.getStatus(), SourceContainer.NAME)
            .map(ContainerState::getTerminated)
            .filter(end -> OUT_OF_MEMORY.equals(end.getReason()))
            .isPresent();
  }

  private static boolean waits(PodStatus status, String container) {
    return stateOf(status, container).map(ContainerState::getWaiting).isPresent();
  }

  private static Optional<ContainerState> stateOf(PodStatus status, String container) {
    return status.getContainerStatuses().stream()
        .filter(one -> container.equals(one.getName()))
        .findFirst()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull);
  }

  private static PodFact ended(Pod pod, PodStatus status, ContainerStateTerminated end) {
    String message = Objects.requireNonNullElse(end.getMessage(), "");
    int code = Objects.requireNonNullElse(end.getExitCode(), -1);
    HowEnded how;
    if (OUT_OF_MEMORY.equals(end.getReason()) || heapRanOut(code, message)) {
      how = HowEnded.OUT_OF_MEMORY;
    } else if (code == ExitCode.BAD_ORDER.status()) {
      how = HowEnded.BAD_ORDER;
    } else if (wasTakenAway(pod, status)) {
      how = HowEnded.REMOVED;
    } else {
      how = HowEnded.EXITED;
    }
    Instant at = instant(end.getFinishedAt());
    return new PodFact.Ended(
        pod.getMetadata().getName(),
        at == null ? lastChange(pod, status) : at,
        how,
        words(status, "exit code " + code),
        message);
  }

  /**
   * Java ends with the very code of a degraded result when its heap is used up; whoever has a
   * result writes it before the end.
   */
  private static boolean heapRanOut(int code, String message) {
    return code == ExitCode.DEGRADED.status() && message.isBlank();
  }

  private static boolean wasTakenAway(Pod pod, PodStatus status) {
    return status.getReason() != null
        || pod.getMetadata().getDeletionTimestamp() != null
        || disruption(status).isPresent();
  }

  private static Optional<PodCondition> disruption(PodStatus status) {
    return status.getConditions().stream()
        .filter(c -> "DisruptionTarget".equals(c.getType()) && "True".equals(c.getStatus()))
        .findFirst();
  }

  private static String waitingFor(PodStatus status, String event) {
    String container =
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .map(ContainerState::getWaiting)
            .filter(Objects::nonNull)
            .filter(waiting -> waiting.getReason() != null && !UNTOLD.contains(waiting.getReason()))
            .map(waiting -> joined(waiting.getReason(), waiting.getMessage()))
            .findFirst()
            .orElse("");
    String unscheduled =
        status.getConditions().stream()
            .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
            .map(c -> joined(c.getReason(), c.getMessage()))
            .findFirst()
            .orElse("");
    return Stream.of(container, unscheduled, event)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Instant lastChange(Pod pod, PodStatus status) {
    return status.getConditions().stream()
        .map(condition -> instant(condition.getLastTransitionTime()))
        .flatMap(Stream::ofNullable)
        .max(Instant::compareTo)
        .orElseGet(() -> Instant.parse(created(pod)));
  }

  private static String created(HasMetadata object) {
    return object.getMetadata().getCreationTimestamp();
  }

  private static String words(PodStatus status, String otherwise) {
    String words = joined(status.getReason(), status.getMessage());
    return words.isEmpty()
        ? disruption(status).map(c -> joined(c.getReason(), c.getMessage())).orElse(otherwise)
        : words;
  }

  /** What an Event says, in the same words however often the cluster has said it. */
  static String said(Event event) {
    String message = Objects.requireNonNullElse(event.getMessage(), "");
    return joined(
        event.getReason(),
        message.startsWith(REPEATED) ? message.substring(REPEATED.length()) : message);
  }

  /** Reason and message of Kubernetes in one line of bounded length. */
  static String joined(@Nullable String reason, @Nullable String message) {
    String text =
        Stream.of(reason, message)
            .filter(part -> part != null && !part.isBlank())
            .reduce((one, other) -> one + ": " + other)
            .orElse("");
    return Sentence.oneLine(text, MAX_WORDS);
  }

  private static @Nullable Instant instant(@Nullable String timestamp) {
    return timestamp == null ? null : Instant.parse(timestamp);
  }
}
