package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.run.manifest.WorkerLabels;
import dev.salvaguarda.domain.name.JobName;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.WorkerFact;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds a run's newest Job and its pod again, by the names and labels that they must have. */
final class WorkerGatherer {
  /** Most pods start sooner; before that, Events would be noise and cost. */
  private static final Duration USUAL_START = Duration.ofSeconds(20);

  private final KubernetesClient client;

  WorkerGatherer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A worker that was found.
   *
   * @param fact what it means
   * @param job null if there is none
   * @param pod null if there is none
   */
  record Seen(WorkerFact fact, @Nullable Job job, @Nullable Pod pod) {

    /** Name of the repository that the worker writes to. */
    Optional<String> repository() {
      return Optional.ofNullable(job)
          .map(found -> found.getMetadata().getAnnotations())
          .map(annotations -> annotations.get(WorkerLabels.REPOSITORY_ANNOTATION));
    }
  }

  /** The newest attempt's worker; an attempt that status has not heard of yet is found, too. */
  Seen gather(BackupRun run, RunMemory memory, Instant now) {
    int first = Math.max(1, memory.attempt());
    int last = memory.attempt() > 0 && memory.retryAt() == null ? first : memory.attempt() + 1;
    return IntStream.iterate(last, attempt -> attempt >= first, attempt -> attempt - 1)
        .mapToObj(attempt -> job(run, attempt))
        .flatMap(Optional::stream)
        .findFirst()
        .map(job -> seen(job, run.getMetadata().getUid(), now))
        .orElseGet(() -> new Seen(new WorkerFact.None(), null, null));
  }

  /** The newest of these Jobs, which belong to a run that has ended. */
  Seen newestOf(List<Job> jobs, String runUid) {
    return jobs.stream()
        .max(Comparator.comparingInt(WorkerReading::attempt))
        .map(job -> {
          Pod pod = job.getMetadata().getDeletionTimestamp() == null ? null : pod(job);
          return new Seen(WorkerReading.of(job, pod, runUid, ""), job, pod);
        })
        .orElseGet(() -> new Seen(new WorkerFact.None(), null, null));
  }

  private Seen seen(Job job, String runUid, Instant now) {
    Pod pod = pod(job);
    WorkerFact fact = WorkerReading.of(job, pod, runUid, "");
    boolean silent =
        fact instanceof WorkerFact.Present present
            && now.isAfter(present.createdAt().plus(USUAL_START))
            && !present.ended()
            && (present.pod() instanceof PodFact.Missing
                || (present.pod() instanceof PodFact.Waiting waiting && waiting.why().isEmpty()));
    return new Seen(
        silent ? WorkerReading.of(job, pod, runUid, lastWarning(pod == null ? job : pod)) : fact,
        job,
        pod);
  }

  private Optional<Job> job(BackupRun run, int attempt) {
    return Optional.ofNullable(
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(run.getMetadata().getNamespace())
            .withName(JobName.of(run.getMetadata().getName(), attempt))
            .get());
  }

  private @Nullable Pod pod(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .filter(pod -> isOwnedBy(pod, job))
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .orElse(null);
  }

  private static boolean isOwnedBy(Pod pod, Job job) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
  }

  private String lastWarning(HasMetadata object) {
    return client
        .v1()
        .events()
        .inNamespace(object.getMetadata().getNamespace())
        .withField("involvedObject.uid", object.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .filter(event -> "Warning".equals(event.getType()))
        .max(Comparator.comparing(WorkerGatherer::time))
        .map(event -> WorkerReading.joined(event.getReason(), event.getMessage()))
        .orElse("");
  }

  private static String time(Event event) {
    return Objects.requireNonNullElseGet(
        event.getLastTimestamp(), () -> event.getMetadata().getCreationTimestamp());
  }
}
