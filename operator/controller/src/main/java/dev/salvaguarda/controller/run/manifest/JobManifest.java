package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

/** The Job of one attempt of a run: one pod, tried once; retries are the operator's. */
public final class JobManifest {
  /**
   * How much later than the operator the Job's own deadline ends the pod: it only matters while
   * there is no operator.
   */
  private static final int DEADLINE_MARGIN_SECONDS = 60;

  private JobManifest() {}

  /** The Job, as it is sent to the API server. */
  public static Job of(WorkerOrder order, WorkerSettings settings) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(order.jobName())
        .withNamespace(order.run().getMetadata().getNamespace())
        .withLabels(WorkerLabels.of(order))
        .withAnnotations(WorkerLabels.annotations(order))
        .withOwnerReferences(ownerReference(order.run()))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(Math.max(1, order.secondsLeft()) + DEADLINE_MARGIN_SECONDS)
        // A pod that is still terminating may still write: the Job must not count it as failed yet.
        .withPodReplacementPolicy("Failed")
        .withTemplate(PodManifest.of(order, settings))
        .endSpec()
        .build();
  }

  private static OwnerReference ownerReference(BackupRun run) {
    return new OwnerReferenceBuilder()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withName(run.getMetadata().getName())
        .withUid(run.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
