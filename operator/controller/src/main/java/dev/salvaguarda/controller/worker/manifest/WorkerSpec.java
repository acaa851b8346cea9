package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.worker.RunTemplate;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the manifests of one attempt are made of, whatever it is for.
 *
 * @param namespace in which everything lies
 * @param owner of the Job, the object whose work is done
 * @param jobs of the work
 * @param attempt counted from 1
 * @param labels of the kind, beside those that every worker has; in this order
 * @param annotations of the kind
 * @param secondsLeft until all attempts must be over
 * @param template how users want the pod; null means nothing special
 * @param user who the program runs as
 * @param scratch space that it writes to, thrown away with the pod
 * @param mounts what the program needs beside the order and scratch space
 * @param orderJson the work order
 * @param source a container that reads the source for the program; null where the program does so
 */
public record WorkerSpec(
    String namespace,
    OwnerReference owner,
    JobSeries jobs,
    int attempt,
    Map<String, String> labels,
    Map<String, String> annotations,
    long secondsLeft,
    @Nullable RunTemplate template,
    WorkerUser user,
    ScratchSpace scratch,
    List<Mount> mounts,
    String orderJson,
    @Nullable SourceContainer source) {
  public WorkerSpec {
    mounts = List.copyOf(mounts);
  }

  /** Of an owner that is one piece of work. */
  public WorkerSpec(
      String namespace,
      OwnerReference owner,
      int attempt,
      Map<String, String> labels,
      Map<String, String> annotations,
      long secondsLeft,
      @Nullable RunTemplate template,
      WorkerUser user,
      ScratchSpace scratch,
      List<Mount> mounts,
      String orderJson) {
    this(
        namespace,
        owner,
        new JobSeries(owner.getKind(), owner.getName()),
        attempt,
        labels,
        annotations,
        secondsLeft,
        template,
        user,
        scratch,
        mounts,
        orderJson,
        null);
  }

  /** The same with a container that reads the source, if there is to be one. */
  public WorkerSpec withSource(@Nullable SourceContainer container) {
    return new WorkerSpec(
        namespace,
        owner,
        jobs,
        attempt,
        labels,
        annotations,
        secondsLeft,
        template,
        user,
        scratch,
        mounts,
        orderJson,
        container);
  }

  /** Name of the Job and of the ConfigMap with its order. */
  public String jobName() {
    return jobs.jobName(attempt);
  }
}
