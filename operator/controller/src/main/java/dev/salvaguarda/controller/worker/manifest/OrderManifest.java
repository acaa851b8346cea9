package dev.salvaguarda.controller.worker.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;

/** The ConfigMap with an attempt's work order. It belongs to the Job and goes with it. */
public final class OrderManifest {
  private OrderManifest() {}

  /**
   * The ConfigMap.
   *
   * @param job as the API server returned it, with its uid
   */
  public static ConfigMap of(WorkerSpec spec, Job job) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(spec.jobName())
        .withNamespace(spec.namespace())
        .withLabels(WorkerLabels.own(spec))
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .endMetadata()
        .withImmutable(true)
        .withData(Map.of(WorkerPaths.ORDER_KEY, spec.orderJson() + "\n"))
        .build();
  }
}
