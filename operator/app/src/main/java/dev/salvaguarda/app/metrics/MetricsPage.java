package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.policy.BackupPolicyStatus.PolicyRepositoryStatus;
import dev.salvaguarda.api.policy.Objectives;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.app.metrics.Metric.Labels;
import dev.salvaguarda.controller.record.RunBrief;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.quantity.DurationText;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of all metrics for one state of the resources; pure. */
final class MetricsPage {

  /** A value, and the values of its metric's labels in order. */
  record Point(List<String> labels, double value) {}

  private static final Duration OVERDUE_AFTER = Duration.ofMinutes(15);

  private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);
  private final Instant now;

  private MetricsPage(Instant now) {
    this.now = now;
  }

  static Map<Metric, List<Point>> of(
      List<BackupPolicy> policies,
      List<RunBrief> runs,
      List<BackupRepository> repositories,
      int neglected,
      Instant now) {
    MetricsPage page = new MetricsPage(now);
    Map<String, List<RunBrief>> runsOfPolicy =
        runs.stream().collect(Collectors.groupingBy(MetricsPage::policyKey));
    policies.forEach(policy -> {
      String key = policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
      page.addPolicy(policy, runsOfPolicy.getOrDefault(key, List.of()));
    });
    repositories.forEach(page::addRepository);
    page.add(Metric.QUEUE_LENGTH, List.of(), count(runs, RunPhase.QUEUED));
    page.add(
        Metric.ACTIVE_RUNS,
        List.of(),
        count(runs, RunPhase.RUNNING) + count(runs, RunPhase.STARTING));
    page.add(Metric.NEGLECTED_OBJECTS, List.of(), neglected);
    return page.points;
  }

  private static String policyKey(RunBrief run) {
    return run.namespace() + "/" + run.policy();
  }

  private static double count(List<RunBrief> runs, RunPhase phase) {
    return (double) runs.stream().filter(run -> run.phase() == phase).count();
  }

  private void addPolicy(BackupPolicy policy, List<RunBrief> runs) {
    List<String> labels = labels(policy.getMetadata());
    add(Metric.POLICY_SUSPENDED, labels, Boolean.TRUE.equals(policy.getSpec().suspend()) ? 1 : 0);
    Objectives objectives = policy.getSpec().objectives();
    if (objectives != null) {
      addDuration(Metric.POLICY_RPO_OBJECTIVE_SECONDS, labels, objectives.rpo());
      addDuration(Metric.POLICY_RTO_OBJECTIVE_SECONDS, labels, objectives.rto());
    }
    BackupPolicyStatus status = policy.getStatus();
    if (status != null) {
      addStatus(labels, status);
    }
    for (RunPhase phase : RunPhase.values()) {
      add(Metric.POLICY_RUNS, with(labels, phase), count(runs, phase));
    }
    runs.stream()
        .filter(run -> run.phase().isFinal() && run.endedAt() != null)
        .max(Comparator.comparing(run -> Objects.requireNonNull(run.endedAt())))
        .ifPresent(newest -> addOutcome(labels, newest));
  }

  private void addStatus(List<String> labels, BackupPolicyStatus status) {
    addConditions(Labels.POLICY, labels, status.conditions());
    addPlaces(labels, status.repositories());
    if (status.verification() != null && status.verification().awaitingSignOff() != null) {
      addInstant(
          Metric.POLICY_AWAITING_SIGNATURE_TIMESTAMP_SECONDS,
          labels,
          status.verification().awaitingSignOff().since());
    }
    add(
        Metric.POLICY_CONSECUTIVE_FAILURES,
        labels,
        Objects.requireNonNullElse(status.consecutiveFailures(), 0));
    addInstant(Metric.POLICY_NEXT_RUN_TIMESTAMP_SECONDS, labels, status.nextRunTime());
    Instant due = status.nextRunTime();
    add(
        Metric.POLICY_OVERDUE,
        labels,
        due != null && due.plus(OVERDUE_AFTER).isBefore(now) ? 1 : 0);
    LastSuccessfulRun good = status.lastSuccessfulRun();
    if (good == null) {
      return;
    }
    addInstant(Metric.POLICY_LAST_SUCCESS_CAPTURE_TIMESTAMP_SECONDS, labels, good.capturedAt());
    addInstant(Metric.POLICY_LAST_SUCCESS_TIMESTAMP_SECONDS, labels, good.completedAt());
    if (good.capturedAt() != null && good.completedAt() != null) {
      Duration took = Duration.between(good.capturedAt(), good.completedAt());
      add(Metric.POLICY_LAST_SUCCESS_DURATION_SECONDS, labels, took.toMillis() / 1000.0);
    }
    addNumber(Metric.POLICY_LAST_SUCCESS_READ_BYTES, labels, good.bytesRead());
    addNumber(Metric.POLICY_LAST_SUCCESS_STORED_BYTES, labels, good.bytesStored());
  }

  private void addOutcome(List<String> labels, RunBrief newest) {
    for (RunPhase phase : RunPhase.values()) {
      if (phase.isFinal()) {
        add(Metric.POLICY_LAST_RUN_OUTCOME, with(labels, phase), phase == newest.phase() ? 1 : 0);
      }
    }
    addInstant(Metric.POLICY_LAST_RUN_TIMESTAMP_SECONDS, labels, newest.endedAt());
  }

  private void addRepository(BackupRepository repository) {
    List<String> labels = labels(repository.getMetadata());
    BackupRepositoryStatus status = repository.getStatus();
    if (status == null) {
      return;
    }
    addConditions(Labels.REPOSITORY, labels, status.conditions());
    addInstant(
        Metric.REPOSITORY_LAST_MAINTENANCE_TIMESTAMP_SECONDS, labels, status.lastMaintenanceTime());
    addNumber(Metric.REPOSITORY_SNAPSHOTS, labels, status.snapshots());
    addNumber(Metric.REPOSITORY_STORED_BYTES, labels, status.storedBytes());
    addInstant(Metric.REPOSITORY_LAST_PROBE_TIMESTAMP_SECONDS, labels, status.lastProbeTime());
  }

  private void addPlaces(List<String> labels, List<PolicyRepositoryStatus> places) {
    for (PolicyRepositoryStatus place : places) {
      List<String> longer = with(labels, place.name());
      add(
          Metric.POLICY_REPOSITORY_LACKING_SNAPSHOTS,
          longer,
          Objects.requireNonNullElse(place.lacking(), 0));
      addInstant(
          Metric.POLICY_REPOSITORY_LAST_COPY_TIMESTAMP_SECONDS, longer, place.lastCopyTime());
    }
  }

  private void addConditions(Labels kind, List<String> labels, List<Condition> conditions) {
    conditions(kind, conditions, (metric, value) -> add(metric, labels, value));
  }

  /** Hands over 1 for each condition that is True and 0 for each that is False. */
  static void conditions(Labels kind, List<Condition> conditions, BiConsumer<Metric, Double> to) {
    for (Metric metric : Metric.ofConditions(kind)) {
      String type = metric.condition().orElseThrow().wireName();
      conditions.stream()
          .filter(condition -> type.equals(condition.getType()))
          .filter(condition -> !"Unknown".equals(condition.getStatus()))
          .forEach(condition -> to.accept(metric, "True".equals(condition.getStatus()) ? 1.0 : 0));
    }
  }

  private void addInstant(Metric metric, List<String> labels, @Nullable Instant instant) {
    if (instant != null) {
      add(metric, labels, instant.toEpochMilli() / 1000.0);
    }
  }

  private void addDuration(Metric metric, List<String> labels, @Nullable String text) {
    Optional.ofNullable(text)
        .flatMap(DurationText::parse)
        .ifPresent(duration -> add(metric, labels, (double) duration.toSeconds()));
  }

  private void addNumber(Metric metric, List<String> labels, @Nullable Number number) {
    if (number != null) {
      add(metric, labels, number.doubleValue());
    }
  }

  private void add(Metric metric, List<String> labels, double value) {
    points.computeIfAbsent(metric, _ -> new ArrayList<>()).add(new Point(labels, value));
  }

  private static List<String> labels(ObjectMeta metadata) {
    return List.of(metadata.getNamespace(), metadata.getName());
  }

  private static List<String> with(List<String> labels, RunPhase phase) {
    return with(labels, WireName.of(phase));
  }

  private static List<String> with(List<String> labels, String last) {
    List<String> longer = new ArrayList<>(labels);
    longer.add(last);
    return List.copyOf(longer);
  }
}
