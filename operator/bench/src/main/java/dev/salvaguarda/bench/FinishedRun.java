package dev.salvaguarda.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;

/**
 * A run that has ended, as the operator would have left it.
 *
 * @param policy name of its policy
 * @param uid of its policy
 * @param due when it was due, and began
 * @param good whether it succeeded
 */
record FinishedRun(String policy, String uid, Instant due, boolean good) {
  /** The object in JSON, with single quotes in place of double ones. */
  String json() {
    ZonedDateTime wall = due.atZone(ZoneOffset.UTC);
    String name = "%s-daily-%tY%<tm%<td%<tH%<tM".formatted(policy, wall);
    String end = due.plus(Duration.ofMinutes(4)).toString();
    return """
    {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupRun',
     'metadata': {'name': '%1$s',
      'labels': {'salvaguarda.dev/policy': '%2$s', 'app.kubernetes.io/managed-by': 'salvaguarda'},
      'ownerReferences': [{'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupPolicy',
       'name': '%2$s', 'uid': '%3$s', 'controller': true, 'blockOwnerDeletion': false}]},
     'spec': {'policyRef': {'name': '%2$s'},
      'trigger': {'type': 'Schedule', 'schedule': 'daily', 'scheduledFor': '%4$s'}},
     'status': {'observedGeneration': 1, 'attempt': 1, 'startTime': '%4$s', 'capturedAt': '%4$s',
      'completionTime': '%5$s', 'settled': true, %6$s,
      'worker': {'job': '%1$s-1', 'pod': '%1$s-1-x7k2p', 'node': 'node-7', 'peakMemory': '143.0 MiB'}}}
    """
        .formatted(name, policy, uid, due, end, good ? succeeded(end) : failed(end));
  }

  private static String succeeded(String end) {
    return """
    'phase': 'Succeeded', 'message': 'All 2 targets were copied and read back.',
    'bytesRead': 1290000000, 'bytesStored': 12300000,
    'summary': {'duration': '4m', 'read': '1.2 GiB', 'stored': '11.7 MiB'},
    'conditions': [%s, %s],
    'targets': [%s, %s]\
    """
        .formatted(
            condition("Complete", "RunSucceeded", end),
            condition("Uploaded", "RunSucceeded", end),
            target("globals"),
            target("payroll"));
  }

  private static String failed(String end) {
    String line = "'%s error: the connection was refused by the host, attempt 1'".formatted(end);
    return """
    'phase': 'Failed', 'reason': 'SourceUnreachable',
    'message': 'The source did not answer: connection refused.',
    'conditions': [%s], 'logTail': [%s]\
    """
        .formatted(
            condition("Complete", "SourceUnreachable", end),
            String.join(", ", Collections.nCopies(8, line)));
  }

  private static String condition(String type, String reason, String time) {
    return """
    {'type': '%s', 'status': 'True', 'reason': '%s', 'lastTransitionTime': '%s',
     'message': 'The run ended after 4 minutes.', 'observedGeneration': 1}\
    """
        .formatted(type, reason, time);
  }

  private static String target(String name) {
    return """
    {'name': '%s', 'phase': 'Succeeded', 'consistency': 'Application', 'bytesRead': 645000000,
     'bytesStored': 6150000, 'sha256': '%s', 'snapshotId': '%s'}\
    """
        .formatted(name, "5e".repeat(32), "a7".repeat(32));
  }
}
