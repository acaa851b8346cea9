package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.worker.manifest.JobSeries;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds an owner's newest Job and its pod. What the watches know is enough, except where they would
 * make us believe that something is not there.
 */
public final class WorkerGatherer {
  /** Most pods start sooner; before that, Events would be noise and cost. */
  private static final Duration USUAL_START = Duration.ofSeconds(20);

  /** A node pulls an image once all volumes of the pod are there: what was missing has come. */
  private static final Set<String> PULLS = Set.of("Pulling", "Pulled");

  private final KubernetesClient client;

  public WorkerGatherer(KubernetesClient client) {
    this.client = client;
  }

  /** The newest attempt's worker; an attempt that status has not heard of yet is found, too. */
  public WorkerSeen gather(
      HasMetadata owner, WatchedWorkers watched, AttemptMemory memory, Instant now) {
    return gather(owner, JobSeries.of(owner), watched, memory, now);
  }

  /** The same for one of several pieces of work of an owner. */
  public WorkerSeen gather(
      HasMetadata owner,
      JobSeries jobs,
      WatchedWorkers watched,
      AttemptMemory memory,
      Instant now) {
    Optional<Job> job =
        newest(owner, jobs, watched)
            .filter(found -> WorkerReading.attempt(found) >= memory.attempt());
    if (job.isEmpty() && memory.attempt() > 0 && memory.retryAt() == null) {
      job = Optional.ofNullable(read(owner, jobs.jobName(memory.attempt())));
    }
    return job.map(found -> seen(found, watched, owner.getMetadata().getUid(), now))
        .orElseGet(WorkerSeen::none);
  }

  /** The newest worker of an owner whose work is judged; nothing depends on the last second. */
  public WorkerSeen leftOf(HasMetadata owner, WatchedWorkers watched) {
    return leftOf(owner, JobSeries.of(owner), watched);
  }

  /** The same for one of several pieces of work of an owner. */
  public WorkerSeen leftOf(HasMetadata owner, JobSeries jobs, WatchedWorkers watched) {
    return newest(owner, jobs, watched)
        .map(job -> {
          Pod pod = newestPod(job, watched.pods());
          return new WorkerSeen(
              WorkerReading.of(job, pod, owner.getMetadata().getUid(), ""), job, pod);
        })
        .orElseGet(WorkerSeen::none);
  }

  private static Optional<Job> newest(HasMetadata owner, JobSeries jobs, WatchedWorkers watched) {
    return watched.jobs().stream()
        .filter(job -> WorkerReading.isOwnedBy(job, owner.getMetadata().getUid()))
        .filter(job -> job.getMetadata().getName().equals(jobs.jobName(WorkerReading.attempt(job))))
        .max(Comparator.comparingInt(WorkerReading::attempt));
  }

  private @Nullable Job read(HasMetadata owner, String name) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(owner.getMetadata().getNamespace())
        .withName(name)
        .get();
  }

  private WorkerSeen seen(Job job, WatchedWorkers watched, String ownerUid, Instant now) {
    Pod pod = newestPod(job, watched.pods());
    if (pod == null && WorkerReading.hasEnded(job)) {
      pod = readPod(job);
    }
    WorkerFact fact = WorkerReading.of(job, pod, ownerUid, "");
    boolean silent =
        fact instanceof WorkerFact.Present present
            && now.isAfter(present.createdAt().plus(USUAL_START))
            && !present.ended()
            && (present.pod() instanceof PodFact.Missing
                || (present.pod() instanceof PodFact.Waiting waiting && waiting.why().isEmpty()));
    return new WorkerSeen(
        silent ? WorkerReading.of(job, pod, ownerUid, lastWarning(pod == null ? job : pod)) : fact,
        job,
        pod);
  }

  private @Nullable Pod readPod(Job job) {
    return newestPod(
        job,
        client
            .pods()
            .inNamespace(job.getMetadata().getNamespace())
            .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
            .list()
            .getItems());
  }

  private static @Nullable Pod newestPod(Job job, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> WorkerReading.isOwnedBy(pod, job.getMetadata().getUid()))
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .orElse(null);
  }

  /** Empty where it was never warned of, or no longer holds. */
  private String lastWarning(HasMetadata object) {
    return client
        .v1()
        .events()
        .inNamespace(object.getMetadata().getNamespace())
        .withField("involvedObject.uid", object.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .filter(event -> isWarning(event) || PULLS.contains(event.getReason()))
        .max(Comparator.comparing(WorkerGatherer::time).thenComparing(WorkerGatherer::isWarning))
        .filter(WorkerGatherer::isWarning)
        .map(WorkerReading::said)
        .orElse("");
  }

  private static boolean isWarning(Event event) {
    return "Warning".equals(event.getType());
  }

  private static String time(Event event) {
    return Objects.requireNonNullElseGet(
        event.getLastTimestamp(), () -> event.getMetadata().getCreationTimestamp());
  }
}
