package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Runs with something in every field. */
final class RunSamples {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private RunSamples() {}

  static BackupRun going(String name) {
    return JSON.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: %s, namespace: finance, uid: u-1, resourceVersion: "6"}
        spec: {policyRef: {name: payroll}}
        status: {phase: Running, attempt: 1}
        """
            .formatted(name),
        BackupRun.class);
  }

  static BackupRun ended(String name, String policy) {
    return JSON.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata:
          name: %1$s
          namespace: finance
          uid: 0d4c2b9e-7c1f-4f3e-9d06-5b1f6c2f8a11
          resourceVersion: "7"
          generation: 2
          creationTimestamp: "2026-03-01T22:00:00Z"
          labels: {salvaguarda.dev/policy: %2$s, example.org/own: "sim, é nosso"}
          annotations: {example.org/note: "\\u00e7 \\U0001f512"}
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: %2$s, uid: p-1, controller: true}
        spec:
          policyRef: {name: %2$s}
          targets: [payroll, globals]
          trigger: {type: Schedule, schedule: daily, scheduledFor: "2026-03-01T22:00:00Z"}
          hold: {until: "2027-01-01T00:00:00Z"}
        status:
          observedGeneration: 2
          phase: Degraded
          reason: GuardMaxShrink
          message: One target is much smaller than before.
          attempt: 2
          startTime: "2026-03-01T22:00:05Z"
          capturedAt: "2026-03-01T22:00:09Z"
          deadline: "2026-03-02T04:00:05Z"
          completionTime: "2026-03-01T22:04:00Z"
          bytesRead: 1290000000
          bytesStored: 12300000
          conditions:
          - {type: Complete, status: "True", reason: GuardMaxShrink, message: It ended., lastTransitionTime: "2026-03-01T22:04:00Z", observedGeneration: 2}
          worker: {job: %1$s-2, pod: %1$s-2-abcde, node: node-7, peakMemory: 143.0 MiB, peakMemoryBytes: 150000000}
          summary: {progress: "100 %%", read: 1.2 GiB, stored: 11.7 MiB, duration: 4m}
          targets:
          - {name: payroll, phase: Degraded, consistency: Application, reason: GuardMaxShrink, message: Smaller., bytesRead: 7, bytesStored: 3, sha256: "%3$s", snapshotId: "%4$s"}
          targetsOmitted: 3
          logAttempt: 1
          logTail: ["could not connect", "again"]
          settled: true
        """
            .formatted(name, policy, "5e".repeat(32), "a7".repeat(32)),
        BackupRun.class);
  }
}
