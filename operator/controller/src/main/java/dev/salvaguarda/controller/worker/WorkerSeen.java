package dev.salvaguarda.controller.worker;

import dev.salvaguarda.domain.worker.WorkerFact;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it was found.
 *
 * @param fact what it means
 * @param job of the newest attempt; null if there is none
 * @param pod of that Job; null if there is none
 */
public record WorkerSeen(WorkerFact fact, @Nullable Job job, @Nullable Pod pod) {
  /** There is no worker. */
  public static WorkerSeen none() {
    return new WorkerSeen(new WorkerFact.None(), null, null);
  }

  /** An annotation of the Job. */
  public Optional<String> annotation(String key) {
    return Optional.ofNullable(job)
        .map(found -> found.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(key));
  }

  /** Name of the pod; null if there is none. */
  public @Nullable String podName() {
    return pod == null ? null : pod.getMetadata().getName();
  }

  /** Whether its program has begun: until then the API server refuses to give a log. */
  public boolean hasLog() {
    return pod != null
        && fact instanceof WorkerFact.Present present
        && !(present.pod() instanceof WorkerFact.PodFact.Waiting);
  }

  /** What the worker left as termination message; empty while it has not ended. */
  public String report() {
    return fact instanceof WorkerFact.Present present
            && present.pod() instanceof WorkerFact.PodFact.Ended ended
        ? ended.report()
        : "";
  }

  /** Whether the container that reads the source was killed because it used too much memory. */
  public boolean sourceRanOutOfMemory() {
    return pod != null && WorkerReading.sourceRanOutOfMemory(pod);
  }

  /** What Kubernetes says the pod waits for; empty if it does not wait or nothing is said. */
  public String waitingFor() {
    return fact instanceof WorkerFact.Present present
            && present.pod() instanceof WorkerFact.PodFact.Waiting waiting
        ? waiting.why()
        : "";
  }
}
