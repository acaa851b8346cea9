package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one pod of each Job and ends the Job with it, where nobody else does.
 *
 * <p>It knows Jobs without retries ({@code backoffLimit: 0}) and nothing more. A Job's {@code
 * activeDeadlineSeconds} is handed on to its pod.
 */
final class JobPods {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final long BATCH_MILLIS = 1_500;

  private final KubernetesClient client;
  private final Clock clock;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  JobPods(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void watch() {
    informers.add(client.batch().v1().jobs().inAnyNamespace().inform(new Jobs()));
    informers.add(client.pods().inAnyNamespace().withLabel(JOB_NAME).inform(new PodsOfJobs()));
  }

  void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private final class Jobs implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {
      if (job.getStatus() == null || job.getStatus().getConditions().isEmpty()) {
        quietly(() -> client.resource(pod(job)).create());
      }
    }

    @Override
    public void onUpdate(Job before, Job job) {
      // One pod per Job: nothing to do after it was made.
    }

    @Override
    public void onDelete(Job job, boolean finalStateUnknown) {
      quietly(() ->
          client
              .pods()
              .inNamespace(job.getMetadata().getNamespace())
              .withName(podName(job))
              .delete());
    }
  }

  private final class PodsOfJobs implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      endJob(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      endJob(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      quietly(() -> fail(pod));
    }
  }

  private void endJob(Pod pod) {
    String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
    if ("Succeeded".equals(phase)) {
      quietly(() -> afterAWhile(() -> succeed(pod)));
    } else if ("Failed".equals(phase)) {
      quietly(() -> afterAWhile(() -> fail(pod)));
    }
  }

  /** As the real controller, which gathers what happened for a second. */
  private static void afterAWhile(Runnable write) {
    try {
      Thread.sleep(BATCH_MILLIS);
      write.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void succeed(Pod pod) {
    String now = clock.instant().toString();
    update(
        pod,
        new JobStatusBuilder()
            .withStartTime(pod.getMetadata().getCreationTimestamp())
            .withCompletionTime(now)
            .withSucceeded(1)
            .withConditions(condition("SuccessCriteriaMet", null), condition("Complete", null)));
  }

  private void fail(Pod pod) {
    String reason = pod.getStatus() == null ? null : pod.getStatus().getReason();
    String shown = "DeadlineExceeded".equals(reason) ? reason : "BackoffLimitExceeded";
    update(
        pod,
        new JobStatusBuilder()
            .withStartTime(pod.getMetadata().getCreationTimestamp())
            .withFailed(1)
            .withConditions(condition("FailureTarget", shown), condition("Failed", shown)));
  }

  private void update(Pod pod, JobStatusBuilder status) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getLabels().get(JOB_NAME))
        .editStatus(job -> {
          if (job.getStatus() == null || job.getStatus().getConditions().isEmpty()) {
            job.setStatus(status.build());
          }
          return job;
        });
  }

  private JobCondition condition(String type, @Nullable String reason) {
    String now = clock.instant().toString();
    return new JobConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withReason(reason)
        .withLastProbeTime(now)
        .withLastTransitionTime(now)
        .build();
  }

  private static Pod pod(Job job) {
    var template = job.getSpec().getTemplate();
    Map<String, String> labels = new LinkedHashMap<>();
    if (template.getMetadata() != null && template.getMetadata().getLabels() != null) {
      labels.putAll(template.getMetadata().getLabels());
    }
    labels.put(JOB_NAME, job.getMetadata().getName());
    labels.put("job-name", job.getMetadata().getName());
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(podName(job))
            .withNamespace(job.getMetadata().getNamespace())
            .withLabels(labels)
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    pod.getSpec().setActiveDeadlineSeconds(job.getSpec().getActiveDeadlineSeconds());
    return pod;
  }

  private static String podName(Job job) {
    return job.getMetadata().getName() + "-0";
  }

  private static void quietly(Runnable write) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            write.run();
          } catch (KubernetesClientException e) {
            // There already, or gone meanwhile.
          }
        });
  }
}
