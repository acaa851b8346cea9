package dev.salvaguarda.controller.worker.manifest;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

/** The Job of one attempt: one pod, tried once; retries are the operator's. */
public final class JobManifest {
  /**
   * How much later than the operator the Job's own deadline ends the pod: it only matters while
   * there is no operator.
   */
  private static final int DEADLINE_MARGIN_SECONDS = 60;

  private JobManifest() {}

  /** The Job, as it is sent to the API server. */
  public static Job of(WorkerSpec spec, WorkerSettings settings) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(spec.jobName())
        .withNamespace(spec.namespace())
        .withLabels(WorkerLabels.of(spec))
        .withAnnotations(WorkerLabels.annotations(spec))
        .withOwnerReferences(spec.owner())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(Math.max(1, spec.secondsLeft()) + DEADLINE_MARGIN_SECONDS)
        // A pod that is still terminating may still write: the Job must not count it as failed yet.
        .withPodReplacementPolicy("Failed")
        .withTemplate(PodManifest.of(spec, settings))
        .endSpec()
        .build();
  }
}
