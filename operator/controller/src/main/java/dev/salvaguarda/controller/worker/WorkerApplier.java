package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.worker.manifest.JobManifest;
import dev.salvaguarda.controller.worker.manifest.OrderManifest;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates and removes workers. A worker's program is asked to stop by deleting its Job. */
public final class WorkerApplier {
  private final KubernetesClient client;
  private final WorkerSettings settings;

  public WorkerApplier(KubernetesClient client, WorkerSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Creates Job and work order, or finds them: an operator may have died between the two, and the
   * pod waits for its order.
   */
  public void start(WorkerSpec spec) {
    Job job = createOrFind(JobManifest.of(spec, settings), spec.owner().getUid());
    if (WorkerReading.isOwnedBy(job, spec.owner().getUid())) {
      createOrFind(OrderManifest.of(spec, job), job.getMetadata().getUid());
    }
  }

  /** Deletes the Job; it stays visible until its pod is gone. */
  public void stop(String namespace, String job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job)
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
  }

  /**
   * Removes the pod without waiting for its node, which may never answer again. The Job has to go,
   * too: Kubernetes keeps a pod that has not ended for as long as its Job wants to count it.
   */
  public void force(String namespace, String job, @Nullable Pod pod) {
    stop(namespace, job);
    if (pod != null) {
      client
          .pods()
          .inNamespace(namespace)
          .withName(pod.getMetadata().getName())
          .withGracePeriod(0)
          .delete();
    }
  }

  /** Deletes all Jobs of work that is judged. */
  public void clear(List<Job> jobs) {
    for (Job job : jobs) {
      stop(job.getMetadata().getNamespace(), job.getMetadata().getName());
    }
  }

  private <T extends HasMetadata> T createOrFind(T wanted, String ownerUid) {
    try {
      return client.resource(wanted).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw refused;
      }
      T found = client.resource(wanted).get();
      if (found == null) {
        throw refused;
      }
      if (!WorkerReading.isOwnedBy(found, ownerUid) && found instanceof ConfigMap) {
        // The order of an earlier Job of this name, which is about to be collected with it.
        client.resource(found).delete();
        throw refused;
      }
      return found;
    }
  }
}
