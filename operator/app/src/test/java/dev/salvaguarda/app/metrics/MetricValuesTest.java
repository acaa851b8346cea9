package dev.salvaguarda.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunBrief;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricValuesTest {
  private static final BackupPolicy NEW =
      Serialization.unmarshal(
          """
          metadata: {name: mail, namespace: city}
          spec: {suspend: true}
          """,
          BackupPolicy.class);
  private static final BackupPolicy GOOD =
      Serialization.unmarshal(
          """
          metadata: {name: payroll, namespace: city}
          spec: {objectives: {rpo: 24h}}
          status:
            conditions:
              - {type: Ready, status: "True", reason: Scheduled, message: "", lastTransitionTime: "2026-03-01T00:00:00Z"}
              - {type: RPOMet, status: "Unknown", reason: NoRunYet, message: "", lastTransitionTime: "2026-03-01T00:00:00Z"}
            consecutiveFailures: 2
            nextRunTime: "2026-03-02T22:00:00Z"
            lastSuccessfulRun:
              name: first
              capturedAt: "2026-03-01T22:00:00Z"
              completedAt: "2026-03-01T22:10:30Z"
              bytesRead: 1000
              bytesStored: 10
          """,
          BackupPolicy.class);
  private static final BackupRepository OFFSITE =
      Serialization.unmarshal(
          """
          metadata: {name: offsite, namespace: city}
          spec: {}
          status:
            conditions:
              - {type: Ready, status: "False", reason: RepositoryUnreachable, message: "", lastTransitionTime: "2026-03-01T00:00:00Z"}
            snapshots: 7
            storedBytes: 4096
            lastProbeTime: "1970-01-01T00:01:00Z"
            lastMaintenanceTime: "1970-01-01T00:02:00Z"
          """,
          BackupRepository.class);

  @Test
  void whatIsUnknownIsAbsentAndNotZero() {
    Map<Metric, List<MetricsPage.Point>> page = page(List.of(NEW), List.of(), List.of());

    assertThat(page).doesNotContainKeys(Metric.POLICY_READY, Metric.POLICY_RPO_OBJECTIVE_SECONDS);
    assertThat(page).doesNotContainKey(Metric.POLICY_LAST_SUCCESS_TIMESTAMP_SECONDS);
    assertThat(values(page, Metric.POLICY_SUSPENDED)).containsExactly(1.0);
    assertThat(values(page, Metric.QUEUE_LENGTH)).containsExactly(0.0);
  }

  @Test
  void aPolicyIsMeasuredByItsStatus() {
    Map<Metric, List<MetricsPage.Point>> page = page(List.of(GOOD), List.of(), List.of());

    assertThat(values(page, Metric.POLICY_READY)).containsExactly(1.0);
    assertThat(page).doesNotContainKey(Metric.POLICY_RPO_MET);
    assertThat(values(page, Metric.POLICY_RPO_OBJECTIVE_SECONDS)).containsExactly(86400.0);
    assertThat(values(page, Metric.POLICY_CONSECUTIVE_FAILURES)).containsExactly(2.0);
    assertThat(values(page, Metric.POLICY_LAST_SUCCESS_DURATION_SECONDS)).containsExactly(630.0);
    assertThat(values(page, Metric.POLICY_LAST_SUCCESS_READ_BYTES)).containsExactly(1000.0);
    assertThat(page.get(Metric.POLICY_READY))
        .singleElement()
        .satisfies(point -> assertThat(point.labels()).containsExactly("city", "payroll"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConditionType.class,
      names = {
        "READY",
        "RPO_MET",
        "LAST_RUN_SUCCEEDED",
        "RETENTION_HELD_BACK",
        "VERIFIED",
        "RTO_MET",
        "INTACT"
      })
  void eachConditionOfAPolicyHasAGauge(ConditionType type) {
    assertThat(shown(Metric.Labels.POLICY, type, BackupPolicy.class)).containsExactly(1.0, 0.0);
  }

  @ParameterizedTest
  @EnumSource(
      value = ConditionType.class,
      names = {"READY", "MAINTAINED"})
  void eachConditionOfARepositoryHasAGauge(ConditionType type) {
    assertThat(shown(Metric.Labels.REPOSITORY, type, BackupRepository.class))
        .containsExactly(1.0, 0.0);
  }

  @Test
  void whatARepositoryLacksOfAPolicyAndATestThatNobodySignedAreMeasured() {
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            metadata: {name: payroll, namespace: city}
            spec: {}
            status:
              repositories:
                - {name: offsite, lastCopyTime: "1970-01-01T00:02:00Z"}
                - {name: vault, lacking: 3}
              verification:
                awaitingSignOff: {restore: march, since: "1970-01-01T00:01:00Z"}
            """,
            BackupPolicy.class);
    Map<Metric, List<MetricsPage.Point>> page = page(List.of(policy), List.of(), List.of());

    assertThat(page.get(Metric.POLICY_REPOSITORY_LACKING_SNAPSHOTS))
        .containsExactly(
            new MetricsPage.Point(List.of("city", "payroll", "offsite"), 0),
            new MetricsPage.Point(List.of("city", "payroll", "vault"), 3));
    assertThat(page.get(Metric.POLICY_REPOSITORY_LAST_COPY_TIMESTAMP_SECONDS))
        .containsExactly(new MetricsPage.Point(List.of("city", "payroll", "offsite"), 120));
    assertThat(values(page, Metric.POLICY_AWAITING_SIGNATURE_TIMESTAMP_SECONDS))
        .containsExactly(60.0);
  }

  @Test
  void theNewestFinishedRunGivesTheOutcomeAndWaitingRunsTheQueue() {
    List<BackupRun> runs =
        List.of(
            run("a", "Failed", "2026-03-02T22:00:00Z"),
            run("b", "Succeeded", "2026-03-01T22:00:00Z"),
            run("c", "Queued", null),
            run("d", "Running", null));
    Map<Metric, List<MetricsPage.Point>> page = page(List.of(GOOD), runs, List.of());

    assertThat(page.get(Metric.POLICY_LAST_RUN_OUTCOME))
        .filteredOn(point -> point.value() == 1)
        .singleElement()
        .satisfies(point -> assertThat(point.labels()).contains("Failed"));
    assertThat(values(page, Metric.QUEUE_LENGTH)).containsExactly(1.0);
    assertThat(values(page, Metric.ACTIVE_RUNS)).containsExactly(1.0);
    assertThat(values(page, Metric.POLICY_RUNS).stream().mapToDouble(v -> v).sum()).isEqualTo(4);
  }

  @Test
  void aRepositoryIsMeasuredByItsProbe() {
    Map<Metric, List<MetricsPage.Point>> page = page(List.of(), List.of(), List.of(OFFSITE));

    assertThat(values(page, Metric.REPOSITORY_READY)).containsExactly(0.0);
    assertThat(values(page, Metric.REPOSITORY_SNAPSHOTS)).containsExactly(7.0);
    assertThat(values(page, Metric.REPOSITORY_STORED_BYTES)).containsExactly(4096.0);
    assertThat(values(page, Metric.REPOSITORY_LAST_PROBE_TIMESTAMP_SECONDS)).containsExactly(60.0);
    assertThat(values(page, Metric.REPOSITORY_LAST_MAINTENANCE_TIMESTAMP_SECONDS))
        .containsExactly(120.0);
  }

  @Test
  void everyValueHasOneLabelForEachName() {
    Map<Metric, List<MetricsPage.Point>> page =
        page(
            List.of(GOOD, NEW),
            List.of(run("a", "Succeeded", "2026-03-02T22:00:00Z")),
            List.of(OFFSITE));

    page.forEach((metric, points) ->
        assertThat(points)
            .allSatisfy(point -> assertThat(point.labels()).hasSameSizeAs(metric.labels())));
  }

  @Test
  void aRunThatNobodyStartedIsOverdueAfterAQuarterOfAnHour() {
    Instant due = Instant.parse("2026-03-02T22:00:00Z");

    assertThat(overdue(due.plusSeconds(900))).containsExactly(0.0);
    assertThat(overdue(due.plusSeconds(901))).containsExactly(1.0);
  }

  @Test
  void neglectedObjectsAreCounted() {
    assertThat(
            values(
                MetricsPage.of(List.of(), List.of(), List.of(), 3, Instant.EPOCH),
                Metric.NEGLECTED_OBJECTS))
        .containsExactly(3.0);
  }

  /**
   * What the only gauge of a condition shows while it is True, False and Unknown, in this order.
   */
  private static <T extends HasMetadata> List<Double> shown(
      Metric.Labels kind, ConditionType type, Class<T> of) {
    Metric gauge =
        Metric.ofConditions(kind).stream()
            .filter(metric -> metric.condition().equals(Optional.of(type)))
            .reduce((_, _) -> {
              throw new IllegalStateException("two gauges for " + type);
            })
            .orElseThrow();
    return Stream.of("True", "False", "Unknown")
        .map(status ->
            Serialization.unmarshal(
                """
                metadata: {name: one, namespace: city}
                spec: {}
                status: {conditions: [{type: %s, status: "%s"}]}
                """
                    .formatted(type.wireName(), status),
                of))
        .flatMap(object ->
            values(
                page(
                    object instanceof BackupPolicy policy ? List.of(policy) : List.of(),
                    List.of(),
                    object instanceof BackupRepository one ? List.of(one) : List.of()),
                gauge)
                .stream())
        .toList();
  }

  private static List<Double> overdue(Instant now) {
    return values(
        MetricsPage.of(List.of(GOOD), List.of(), List.of(), 0, now), Metric.POLICY_OVERDUE);
  }

  private static Map<Metric, List<MetricsPage.Point>> page(
      List<BackupPolicy> policies, List<BackupRun> runs, List<BackupRepository> repositories) {
    return MetricsPage.of(
        policies,
        runs.stream().map(RunBrief::of).toList(),
        repositories,
        0,
        Instant.parse("2026-03-02T22:15:00Z"));
  }

  private static List<Double> values(Map<Metric, List<MetricsPage.Point>> page, Metric metric) {
    return page.getOrDefault(metric, List.of()).stream().map(MetricsPage.Point::value).toList();
  }

  private static BackupRun run(
      String name, String phase, @org.jspecify.annotations.Nullable String end) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: city}
        spec: {policyRef: {name: payroll}}
        status: {phase: %s%s}
        """
            .formatted(name, phase, end == null ? "" : ", completionTime: \"" + end + "\""),
        BackupRun.class);
  }
}
