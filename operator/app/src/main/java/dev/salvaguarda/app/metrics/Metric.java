package dev.salvaguarda.app.metrics;

import java.util.List;
import java.util.Locale;

/** Every metric of ours; all are gauges. The guide's page is made from these sentences. */
public enum Metric {
  POLICY_READY(Labels.POLICY, "1 if the policy can run, 0 if not."),
  POLICY_SUSPENDED(Labels.POLICY, "1 if spec.suspend is set, 0 if not."),
  POLICY_RPO_MET(
      Labels.POLICY,
      "1 if the newest good copy was younger than objectives.rpo when the policy was last looked"
          + " at, 0 if not; absent without an objective."),
  POLICY_RPO_OBJECTIVE_SECONDS(Labels.POLICY, "objectives.rpo; absent without an objective."),
  POLICY_VERIFIED(
      Labels.POLICY,
      "1 if a test proved that the policy's copies restore and counted when the policy was last"
          + " looked at, 0 if one said the opposite or none passed for too long; absent while nobody"
          + " can say."),
  POLICY_RTO_MET(
      Labels.POLICY,
      "1 if that test took no longer than objectives.rto, 0 if it did; absent while nobody can"
          + " say."),
  POLICY_RTO_OBJECTIVE_SECONDS(Labels.POLICY, "objectives.rto; absent without an objective."),
  POLICY_LAST_SUCCESS_CAPTURE_TIMESTAMP_SECONDS(
      Labels.POLICY,
      "When the capture of the newest good copy began: what changed later is in no copy."),
  POLICY_LAST_SUCCESS_TIMESTAMP_SECONDS(Labels.POLICY, "When the newest good run ended."),
  POLICY_LAST_SUCCESS_DURATION_SECONDS(
      Labels.POLICY, "How long the newest good run took, from the start of its capture."),
  POLICY_LAST_SUCCESS_READ_BYTES(Labels.POLICY, "What the newest good run read from the source."),
  POLICY_LAST_SUCCESS_STORED_BYTES(Labels.POLICY, "What of it was new in the repository."),
  POLICY_LAST_RUN_OUTCOME(
      Labels.OUTCOME, "1 for the phase in which the newest finished run ended, 0 for the others."),
  POLICY_LAST_RUN_TIMESTAMP_SECONDS(Labels.POLICY, "When the newest finished run ended."),
  POLICY_CONSECUTIVE_FAILURES(
      Labels.POLICY, "Runs that ended without success since the newest good one."),
  POLICY_NEXT_RUN_TIMESTAMP_SECONDS(
      Labels.POLICY, "When the next run is due; absent while the policy is suspended."),
  POLICY_OVERDUE(
      Labels.POLICY,
      "1 if the next run was due more than 15 minutes ago and nothing became of it, 0 if not."),
  POLICY_RUNS(Labels.PHASE, "BackupRun objects of the policy in this phase; old ones are deleted."),
  POLICY_LAST_PASSED_TEST_TIMESTAMP_SECONDS(
      Labels.POLICY,
      "When the newest test of the policy's copies that passed ended; absent while no Restore tells"
          + " of one."),
  POLICY_LAST_PASSED_TEST_RTO_SECONDS(
      Labels.POLICY, "How long that test took from the moment in which it was asked for."),
  ACTIVE_RESTORES(Labels.NONE, "Restores that have not ended, over all namespaces."),
  QUEUE_LENGTH(Labels.NONE, "Runs that wait for their turn, over all policies."),
  ACTIVE_RUNS(Labels.NONE, "Runs that a pod works on, over all policies."),
  NEGLECTED_OBJECTS(
      Labels.NONE,
      "Policies, repositories, and unfinished runs and restores that the operator has not looked at for more than"
          + " 15 minutes; never more than 0 while it works."),
  REPOSITORY_READY(
      Labels.REPOSITORY, "1 if the newest probe found the repository usable, 0 if not."),
  REPOSITORY_SNAPSHOTS(Labels.REPOSITORY, "Snapshots that the newest good probe counted."),
  REPOSITORY_STORED_BYTES(
      Labels.REPOSITORY, "Size of all the repository's objects at the newest good probe."),
  REPOSITORY_LAST_PROBE_TIMESTAMP_SECONDS(
      Labels.REPOSITORY, "When the newest probe ended, well or not.");

  private final Labels labels;
  private final String help;

  Metric(Labels labels, String help) {
    this.labels = labels;
    this.help = help;
  }

  /** As it stands on the page, such as {@code salvaguarda_policy_ready}. */
  public String wireName() {
    return "salvaguarda_" + name().toLowerCase(Locale.ROOT);
  }

  /** Names of its labels, in order. */
  public List<String> labels() {
    return labels.names();
  }

  /** What a value means, in one sentence. */
  public String help() {
    return help;
  }

  private enum Labels {
    NONE,
    POLICY,
    OUTCOME,
    PHASE,
    REPOSITORY;

    List<String> names() {
      return switch (this) {
        case NONE -> List.of();
        case POLICY -> List.of("namespace", "policy");
        case OUTCOME -> List.of("namespace", "policy", "outcome");
        case PHASE -> List.of("namespace", "policy", "phase");
        case REPOSITORY -> List.of("namespace", "repository");
      };
    }
  }
}
