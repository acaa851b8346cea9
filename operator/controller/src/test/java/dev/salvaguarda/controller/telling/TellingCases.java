package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects as the cluster holds them. */
final class TellingCases {
  private TellingCases() {}

  static BackupPolicy policy(String more) {
    return Serialization.unmarshal(
        """
        metadata: {name: folha, namespace: ti, uid: policy-uid, creationTimestamp: "2026-11-01T00:00:00Z"}
        spec:
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source:
            postgresql: {host: db.example.org, credentialsRef: {name: reader}}
          repositories: [{name: nuvem}]
        %s
        status:
          nextRunTime: "2026-11-29T01:00:00Z"
          lastSuccessfulRun: {name: before, capturedAt: "2026-11-25T01:00:00Z"}
          lastVerification: {restore: folha-test-1, time: "2026-11-01T09:00:00Z"}
        """
            .formatted(more.indent(2).stripTrailing()),
        BackupPolicy.class);
  }

  /** Whose tests count once a person has signed them. */
  static BackupPolicy policyWithSignature() {
    return policy("verification: {schedule: {cron: \"0 6 1 * *\"}, attestation: {required: true}}");
  }

  static BackupRun run(String status) {
    return run("", status);
  }

  static BackupRun run(String spec, String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: folha-1, namespace: ti, uid: run-uid, creationTimestamp: "2026-11-28T01:00:00Z"}
        spec:
          policyRef: {name: folha}
        %s
        status:
        %s
        """
            .formatted(spec.indent(2).stripTrailing(), status.indent(2).stripTrailing()),
        BackupRun.class);
  }

  static Restore test(String spec, String status) {
    return Serialization.unmarshal(
        """
        metadata:
          name: folha-test-2
          namespace: ti
          uid: test-uid
          creationTimestamp: "2026-12-01T09:00:00Z"
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: folha, uid: policy-uid}
        spec:
          purpose: Test
          source: {policyRef: {name: folha}}
        %s
        status:
        %s
        """
            .formatted(spec.indent(2).stripTrailing(), status.indent(2).stripTrailing()),
        Restore.class);
  }

  static NotificationChannel channel(String name, String more) {
    String zone = more.contains("timeZone") ? "" : "timeZone: America/Fortaleza";
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: ti}
        spec:
          email: {host: mail.example.org, from: backup@example.org}
          recipients: [{organization: TI, addressesRef: {name: technician}}]
          %s
        %s
        """
            .formatted(name, zone, more.indent(2).stripTrailing()),
        NotificationChannel.class);
  }
}
