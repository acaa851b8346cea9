package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.controller.worker.manifest.JobSeries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object whose work is done by workers.
 *
 * @param object as it is known
 * @param jobs of the work
 * @param repository that the work is about; null if it is gone or does not matter any more
 * @param replicas further repositories that the work writes to
 * @param worker the newest attempt's
 * @param podName of the newest pod, even if it is gone; null if there never was one
 */
public record AttemptOwner(
    HasMetadata object,
    JobSeries jobs,
    @Nullable BackupRepository repository,
    List<BackupRepository> replicas,
    WorkerSeen worker,
    @Nullable String podName) {
  public AttemptOwner {
    replicas = List.copyOf(replicas);
  }

  /** An object that is one piece of work. */
  public AttemptOwner(
      HasMetadata object,
      @Nullable BackupRepository repository,
      List<BackupRepository> replicas,
      WorkerSeen worker,
      @Nullable String podName) {
    this(object, JobSeries.of(object), repository, replicas, worker, podName);
  }

  /** All that the work writes to or reads from. */
  List<BackupRepository> repositories() {
    return Stream.concat(Stream.ofNullable(repository), replicas.stream()).toList();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  String jobName(int attempt) {
    return jobs.jobName(attempt);
  }

  String name() {
    return object.getMetadata().getName();
  }

  /** What makes a Job, or a lease, go with the object. */
  public static OwnerReference reference(HasMetadata object) {
    return new OwnerReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
