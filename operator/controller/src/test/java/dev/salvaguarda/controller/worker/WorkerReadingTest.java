package dev.salvaguarda.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Jobs and pods, as Kubernetes writes them, say about a worker. */
class WorkerReadingTest {
  private static final String ENDED =
      """
      phase: Failed
      containerStatuses:
      - name: agent
        state: {terminated: {exitCode: %d, reason: %s, finishedAt: "2026-03-01T22:05:00Z", message: '%s'}}
      """;

  @Test
  void aJobOfSomebodyElseIsForeign() {
    assertThat(WorkerReading.of(job(""), null, "another-uid", ""))
        .isEqualTo(new WorkerFact.Foreign("first-2"));
  }

  @Test
  void aJobWithoutAPodMayStillGetOne() {
    WorkerFact.Present worker = read(job(""), null, "");

    assertThat(worker.attempt()).isEqualTo(2);
    assertThat(worker.createdAt()).isEqualTo(Instant.parse("2026-03-01T22:00:00Z"));
    assertThat(worker.pod()).isEqualTo(new PodFact.Missing());
    assertThat(worker.isOver()).isFalse();
  }

  @Test
  void whatKeepsAJobFromMakingItsPodStandsInTheJobsEvents() {
    assertThat(read(job(""), null, "FailedCreate: exceeded quota").pod())
        .isEqualTo(new PodFact.Waiting("", "FailedCreate: exceeded quota"));
  }

  @Test
  void anEventIsRepeatedInTheSameWordsHoweverOftenItCame() {
    Event once = new EventBuilder().withReason("FailedCreate").withMessage("no room").build();
    Event often =
        new EventBuilder(once)
            .withMessage("(combined from similar events): " + once.getMessage())
            .build();

    assertThat(WorkerReading.said(once)).isEqualTo("FailedCreate: no room");
    assertThat(WorkerReading.said(often)).isEqualTo("FailedCreate: no room");
  }

  @Test
  void aFailedJobWithoutAPodIsOver() {
    assertThat(read(job("conditions: [{type: Failed, status: 'True'}]"), null, "late").isOver())
        .isTrue();
  }

  @Test
  void aPodThatNoNodeTakesSaysSo() {
    assertThat(
            pod(
                """
                phase: Pending
                conditions:
                - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/3 nodes are available"}
                """))
        .isEqualTo(new PodFact.Waiting("pod-1", "Unschedulable: 0/3 nodes are available"));
  }

  @Test
  void anImageThatCannotBePulledIsNamed() {
    assertThat(
            pod(
                """
                phase: Pending
                containerStatuses:
                - {name: agent, state: {waiting: {reason: ImagePullBackOff, message: "no such image"}}}
                """))
        .isEqualTo(new PodFact.Waiting("pod-1", "ImagePullBackOff: no such image"));
  }

  @Test
  void aContainerThatIsJustBeingMadeSaysNothing() {
    assertThat(
            pod(
                """
                phase: Pending
                containerStatuses:
                - {name: agent, state: {waiting: {reason: ContainerCreating}}}
                """))
        .isEqualTo(new PodFact.Waiting("pod-1", ""));
  }

  @Test
  void aWorkingPodRuns() {
    assertThat(
            pod(
                """
                phase: Running
                containerStatuses:
                - {name: agent, state: {running: {startedAt: "2026-03-01T22:01:00Z"}}}
                """))
        .isEqualTo(new PodFact.Running("pod-1", null));
  }

  @Test
  void aWorkerWhoseSourceCannotStartWaitsForIt() {
    assertThat(
            pod(
                """
                phase: Pending
                containerStatuses:
                - {name: agent, state: {running: {startedAt: "2026-03-01T22:01:00Z"}}}
                - {name: source, state: {waiting: {reason: CreateContainerConfigError, message: 'secret "reader" not found'}}}
                """))
        .isEqualTo(
            new PodFact.Waiting(
                "pod-1", "CreateContainerConfigError: secret \"reader\" not found"));
  }

  @Test
  void whatKeepsTheFirstStepsOfAPodFromStartingIsNamed() {
    assertThat(
            pod(
                """
                phase: Pending
                initContainerStatuses:
                - {name: launcher, state: {waiting: {reason: ErrImagePull, message: "no such image"}}}
                containerStatuses:
                - {name: agent, state: {waiting: {reason: PodInitializing}}}
                - {name: source, state: {waiting: {reason: PodInitializing}}}
                """))
        .isEqualTo(new PodFact.Waiting("pod-1", "ErrImagePull: no such image"));
  }

  @Test
  void aWorkerIsJudgedByItsOwnContainerAlone() {
    assertThat(
            pod(
                """
                phase: Running
                containerStatuses:
                - {name: source, state: {terminated: {exitCode: 3, reason: Error}}}
                - {name: agent, state: {running: {startedAt: "2026-03-01T22:01:00Z"}}}
                """))
        .isEqualTo(new PodFact.Running("pod-1", null));
  }

  @Test
  void anEndHasItsTimeItsWordsAndItsReport() {
    assertThat(pod(ENDED.formatted(1, "Error", "{}")))
        .isEqualTo(
            new PodFact.Ended(
                "pod-1",
                Instant.parse("2026-03-01T22:05:00Z"),
                HowEnded.EXITED,
                "exit code 1",
                "{}"));
  }

  @Test
  void aKillAtTheMemoryLimitAndABadOrderAreToldApart() {
    assertThat(((PodFact.Ended) pod(ENDED.formatted(137, "OOMKilled", ""))).how())
        .isEqualTo(HowEnded.OUT_OF_MEMORY);
    assertThat(((PodFact.Ended) pod(ENDED.formatted(2, "Error", ""))).how())
        .isEqualTo(HowEnded.BAD_ORDER);
  }

  @Test
  void aHeapThatRanOutIsToldFromADegradedResult() {
    assertThat(((PodFact.Ended) pod(ENDED.formatted(3, "Error", ""))).how())
        .isEqualTo(HowEnded.OUT_OF_MEMORY);
    assertThat(((PodFact.Ended) pod(ENDED.formatted(3, "Error", "{}"))).how())
        .isEqualTo(HowEnded.EXITED);
  }

  @Test
  void anEvictedPodSaysWhatTheNodeLacked() {
    assertThat(
            pod(
                """
                phase: Failed
                reason: Evicted
                message: "The node was low on resource: ephemeral-storage."
                conditions:
                - {type: Ready, status: "False", lastTransitionTime: "2026-03-01T22:06:00Z"}
                """))
        .isEqualTo(
            new PodFact.Ended(
                "pod-1",
                Instant.parse("2026-03-01T22:06:00Z"),
                HowEnded.REMOVED,
                "Evicted: The node was low on resource: ephemeral-storage.",
                ""));
  }

  @Test
  void aPodThatMadeRoomSaysWhoAskedIt() {
    String disrupted =
        ENDED.formatted(130, "Error", "{}")
            + """
            conditions:
            - {type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI, message: "Eviction API: evicting"}
            """;

    PodFact.Ended end = (PodFact.Ended) pod(disrupted);

    assertThat(end.how()).isEqualTo(HowEnded.REMOVED);
    assertThat(end.detail()).isEqualTo("EvictionByEvictionAPI: Eviction API: evicting");
  }

  private static PodFact pod(String status) {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata: {name: pod-1, namespace: finance, creationTimestamp: "2026-03-01T22:00:01Z"}
            status:
            """
                + status.indent(2),
            Pod.class);
    return read(job(""), pod, "").pod();
  }

  private static WorkerFact.Present read(Job job, @Nullable Pod pod, String event) {
    return (WorkerFact.Present) WorkerReading.of(job, pod, "uid-of-owner", event);
  }

  private static Job job(String status) {
    return Serialization.unmarshal(
        """
        metadata:
          name: first-2
          namespace: finance
          uid: uid-of-job
          creationTimestamp: "2026-03-01T22:00:00Z"
          labels: {salvaguarda.dev/attempt: "2"}
          ownerReferences:
          - {apiVersion: example.org/v1, kind: Errand, name: first, uid: uid-of-owner, controller: true}
        status:
        """
            + status.indent(2),
        Job.class);
  }
}
