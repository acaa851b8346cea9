package dev.salvaguarda.testkit.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run that has ended, as the operator would have left it. Hashes, sizes and lines of the log
 * differ from run to run, and are the same each time for the same run.
 *
 * @param policy name of its policy
 * @param uid of its policy
 * @param due when it was due, and began
 * @param good whether it succeeded
 */
public record FinishedRun(String policy, String uid, Instant due, boolean good) {
  /** The object in JSON, with single quotes in place of double ones. */
  public String json() {
    ZonedDateTime wall = due.atZone(ZoneOffset.UTC);
    String name = "%s-daily-%tY%<tm%<td%<tH%<tM".formatted(policy, wall);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    Instant start = due.plusSeconds(random.nextInt(60));
    String end = start.plus(Duration.ofSeconds(200 + random.nextInt(60))).toString();
    return """
    {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupRun',
     'metadata': {'name': '%1$s',
      'labels': {'salvaguarda.dev/policy': '%2$s', 'app.kubernetes.io/managed-by': 'salvaguarda'},
      'ownerReferences': [{'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupPolicy',
       'name': '%2$s', 'uid': '%3$s', 'controller': true, 'blockOwnerDeletion': false}]},
     'spec': {'policyRef': {'name': '%2$s'},
      'trigger': {'type': 'Schedule', 'schedule': 'daily', 'scheduledFor': '%4$s'}},
     'status': {'observedGeneration': 1, 'attempt': 1, 'startTime': '%5$s', 'capturedAt': '%5$s',
      'completionTime': '%6$s', 'settled': true, %7$s,
      'worker': {'job': '%1$s-1', 'pod': '%1$s-1-%8$s', 'node': 'node-%9$d',
       'peakMemory': '%10$d.%11$d MiB'}}}
    """
        .formatted(
            name,
            policy,
            uid,
            due,
            start,
            end,
            good ? succeeded(end, random) : failed(end, random),
            hex(random).substring(0, 5),
            random.nextInt(9),
            random.nextInt(100, 180),
            random.nextInt(10));
  }

  private static String succeeded(String end, SplittableRandom random) {
    return """
    'phase': 'Succeeded', 'message': 'All 2 targets were copied and read back.',
    'bytesRead': %d, 'bytesStored': %d,
    'summary': {'duration': '4m', 'read': '1.%d GiB', 'stored': '1%d.%d MiB'},
    'conditions': [%s, %s],
    'targets': [%s, %s]\
    """
        .formatted(
            random.nextInt(1_200_000_000, 1_300_000_000),
            random.nextInt(11_000_000, 13_000_000),
            random.nextInt(10),
            random.nextInt(10),
            random.nextInt(10),
            condition("Complete", "RunSucceeded", end),
            condition("Uploaded", "RunSucceeded", end),
            target("globals", random),
            target("payroll", random));
  }

  private static String failed(String end, SplittableRandom random) {
    String lines =
        IntStream.range(0, 8)
            .mapToObj(line ->
                "'%s error: 192.0.2.%d:5432 refused connection %d from port %d'"
                    .formatted(end, random.nextInt(255), line, random.nextInt(30_000, 60_000)))
            .collect(Collectors.joining(", "));
    return """
    'phase': 'Failed', 'reason': 'SourceUnreachable',
    'message': 'The source did not answer: connection refused.',
    'conditions': [%s], 'logTail': [%s]\
    """
        .formatted(condition("Complete", "SourceUnreachable", end), lines);
  }

  private static String condition(String type, String reason, String time) {
    return """
    {'type': '%s', 'status': 'True', 'reason': '%s', 'lastTransitionTime': '%s',
     'message': 'The run ended after 4 minutes.', 'observedGeneration': 1}\
    """
        .formatted(type, reason, time);
  }

  private static String target(String name, SplittableRandom random) {
    return """
    {'name': '%s', 'phase': 'Succeeded', 'consistency': 'Application', 'bytesRead': %d,
     'bytesStored': %d, 'sha256': '%s', 'snapshotId': '%s'}\
    """
        .formatted(
            name,
            random.nextInt(600_000_000, 700_000_000),
            random.nextInt(5_000_000, 7_000_000),
            hex(random),
            hex(random));
  }

  /** 64 hex digits. */
  private static String hex(SplittableRandom random) {
    return "%016x%016x%016x%016x"
        .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
