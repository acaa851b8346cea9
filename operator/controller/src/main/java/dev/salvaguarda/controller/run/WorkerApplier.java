package dev.salvaguarda.controller.run;

import dev.salvaguarda.controller.run.manifest.JobManifest;
import dev.salvaguarda.controller.run.manifest.WorkOrderManifest;
import dev.salvaguarda.controller.run.manifest.WorkerOrder;
import dev.salvaguarda.controller.run.manifest.WorkerSettings;
import dev.salvaguarda.domain.name.JobName;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import dev.salvaguarda.domain.run.WorkerFact;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Creates and removes workers. A worker's program is asked to stop by deleting its Job. */
final class WorkerApplier {
  private final KubernetesClient client;
  private final WorkerSettings settings;

  WorkerApplier(KubernetesClient client, WorkerSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** Creates Job and work order, or finds them; returns the Job's name. */
  String start(RunSeen seen, StartAttempt start, boolean sessionToken, Instant now) {
    WorkerOrder order =
        order(
            seen,
            start.attempt(),
            start.targets(),
            Duration.between(now, start.deadline()).toSeconds(),
            sessionToken);
    Job job = createOrFind(JobManifest.of(order, settings), seen.uid());
    createOrFind(WorkOrderManifest.of(order, job), job.getMetadata().getUid());
    return order.jobName();
  }

  /** An operator may have died between the Job and its work order: the pod waits for it. */
  void completeOrder(RunSeen seen, Watch watch, boolean sessionToken) {
    boolean started =
        seen.facts().worker() instanceof WorkerFact.Present worker
            && worker.pod() instanceof PodFact.Running;
    if (started || seen.job() == null || seen.policy() == null || seen.repository() == null) {
      return;
    }
    WorkerOrder order =
        order(seen, watch.attempt(), seen.facts().self().targets(), 0, sessionToken);
    ConfigMap found =
        client.configMaps().inNamespace(seen.namespace()).withName(order.jobName()).get();
    if (found == null) {
      createOrFind(WorkOrderManifest.of(order, seen.job()), seen.job().getMetadata().getUid());
    }
  }

  /** Deletes the Job; it stays visible until its pod is gone. */
  void stop(RunSeen seen, int attempt) {
    delete(seen.namespace(), JobName.of(seen.name(), attempt));
  }

  /**
   * Removes the pod without waiting for its node, which may never answer again. The Job has to go,
   * too: Kubernetes keeps a pod that has not ended for as long as its Job wants to count it.
   */
  void force(RunSeen seen, int attempt) {
    stop(seen, attempt);
    if (seen.pod() != null) {
      client
          .pods()
          .inNamespace(seen.namespace())
          .withName(seen.pod().getMetadata().getName())
          .withGracePeriod(0)
          .delete();
    }
  }

  /** Deletes all Jobs of a run that has ended. */
  void clear(RunSeen seen) {
    for (Job job : seen.jobs()) {
      delete(seen.namespace(), job.getMetadata().getName());
    }
  }

  private void delete(String namespace, String job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job)
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
  }

  private WorkerOrder order(
      RunSeen seen, int attempt, List<String> targets, long secondsLeft, boolean sessionToken) {
    return new WorkerOrder(
        seen.run(),
        Objects.requireNonNull(seen.policy(), "an attempt needs its policy"),
        Objects.requireNonNull(seen.repository(), "an attempt needs its repository"),
        attempt,
        targets,
        seen.previous(),
        secondsLeft,
        sessionToken);
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
      boolean ours =
          found.getMetadata().getOwnerReferences().stream()
              .anyMatch(owner -> ownerUid.equals(owner.getUid()));
      if (!ours && found instanceof ConfigMap) {
        // The order of an earlier Job of this name, which is about to be collected with it.
        client.resource(found).delete();
        throw refused;
      }
      return found;
    }
  }
}
