package dev.salvaguarda.app.metrics;

import dev.salvaguarda.api.ConditionType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every metric of ours; all are gauges. The guide's page is made from these sentences. */
public enum Metric {
  POLICY_READY(
      Labels.POLICY,
      ConditionType.READY,
      "1 if the policy can run, 0 if something needs a person; its runs go on if that is only a"
          + " channel that does not exist or can't send."),
  POLICY_SUSPENDED(Labels.POLICY, "1 if spec.suspend is set, 0 if not."),
  POLICY_RPO_MET(
      Labels.POLICY,
      ConditionType.RPO_MET,
      "1 if the newest good copy was younger than objectives.rpo when the policy was last looked"
          + " at, 0 if not; absent without an objective."),
  POLICY_RPO_OBJECTIVE_SECONDS(Labels.POLICY, "objectives.rpo; absent without an objective."),
  POLICY_VERIFIED(
      Labels.POLICY,
      ConditionType.VERIFIED,
      "1 if a test proved that the policy's copies restore and counted when the policy was last"
          + " looked at, 0 if one said the opposite or none passed for too long; absent while nobody"
          + " can say."),
  POLICY_RTO_MET(
      Labels.POLICY,
      ConditionType.RTO_MET,
      "1 if that test took no longer than objectives.rto, 0 if it did; absent while nobody can"
          + " say."),
  POLICY_RTO_OBJECTIVE_SECONDS(Labels.POLICY, "objectives.rto; absent without an objective."),
  POLICY_LAST_RUN_SUCCEEDED(
      Labels.POLICY,
      ConditionType.LAST_RUN_SUCCEEDED,
      "1 if the newest finished run succeeded, 0 if not; absent before the first."),
  POLICY_INTACT(
      Labels.POLICY,
      ConditionType.INTACT,
      "1 if the newest reading found all that it read as it was stored, 0 if something is damaged or"
          + " the reading failed; absent while nobody can say."),
  POLICY_RETENTION_HELD_BACK(
      Labels.POLICY,
      ConditionType.RETENTION_HELD_BACK,
      "1 if more snapshots are to go than one pass of maintenance may remove, 0 if not; absent while"
          + " nobody can say."),
  POLICY_COVERAGE_COMPLETE(
      Labels.POLICY,
      ConditionType.COVERAGE_COMPLETE,
      "1 if every guest of the policy's Proxmox host is in a policy, or left out on purpose, 0 if"
          + " not; absent while nobody can say, and for other sources."),
  POLICY_AWAITING_SIGNATURE_TIMESTAMP_SECONDS(
      Labels.POLICY,
      "Since when a test that passed awaits the signature of a person; absent if none does."),
  POLICY_REPOSITORY_LACKING_SNAPSHOTS(
      Labels.POLICY_REPOSITORY,
      "Snapshots of the policy that this repository should have and is known not to have."),
  POLICY_REPOSITORY_LAST_COPY_TIMESTAMP_SECONDS(
      Labels.POLICY_REPOSITORY,
      "When the newest good copy of the policy was complete in this repository."),
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
      "Policies, repositories, channels, and unfinished runs, restores and notices that the operator"
          + " has not looked at for more than 15 minutes; never more than 0 while it works."),
  REPOSITORY_READY(
      Labels.REPOSITORY,
      ConditionType.READY,
      "1 if the newest probe found the repository usable, 0 if not."),
  REPOSITORY_MAINTAINED(
      Labels.REPOSITORY,
      ConditionType.MAINTAINED,
      "1 if the newest pass of maintenance did all and found nothing missing, 0 if not; absent while"
          + " nobody can say."),
  REPOSITORY_LAST_MAINTENANCE_TIMESTAMP_SECONDS(
      Labels.REPOSITORY,
      "When the newest pass of maintenance ended that did all and found nothing missing."),
  REPOSITORY_SNAPSHOTS(Labels.REPOSITORY, "Snapshots that the newest good probe counted."),
  REPOSITORY_STORED_BYTES(
      Labels.REPOSITORY, "Size of all the repository's objects at the newest good probe."),
  REPOSITORY_LAST_PROBE_TIMESTAMP_SECONDS(
      Labels.REPOSITORY, "When the newest probe ended, well or not."),
  CHANNEL_READY(
      Labels.CHANNEL,
      ConditionType.READY,
      "1 if the newest probe found the channel usable, 0 if not."),
  CHANNEL_TEMPLATES_VALID(
      Labels.CHANNEL,
      ConditionType.TEMPLATES_VALID,
      "1 if every text that the channel can be asked to send can be filled, 0 if not."),
  CHANNEL_OPEN_NOTICES(
      Labels.CHANNEL,
      "Notices for the channel that have not come to an end, whether it exists or not."),
  CHANNEL_UNCERTAIN_NOTICES(
      Labels.CHANNEL, "Those among them of which nobody knows whether they arrived."),
  CHANNEL_OLDEST_NOTICE_AGE_SECONDS(
      Labels.CHANNEL,
      "Age of the oldest of them that may go now: what waits for a digest is left out; 0 if there is"
          + " none."),
  CHANNEL_LAST_SUCCESS_TIMESTAMP_SECONDS(
      Labels.CHANNEL, "When a message was last delivered on the channel."),
  CHANNEL_LAST_FAILURE_TIMESTAMP_SECONDS(
      Labels.CHANNEL,
      "When a message was last given up that reached nobody on the channel; absent before the"
          + " first."),
  WINDOW_HELD_ALERTS(
      Labels.WINDOW,
      "Alerts that fire and open no incident, since the maintenance goes on; absent if there is"
          + " none."),
  NOTICES_AWAITING_JOURNAL(
      Labels.NAMESPACE,
      "Old notices that the newest look could not move into a repository's journal, so they stay;"
          + " at most 500 are counted; absent before the first look."),
  OPERATOR_HINDERED(
      Labels.WHY,
      "1 for each thing that keeps the operator from its work now: a right that it lacks, a kind that"
          + " is not there, an API server that does not answer; absent if there is none.");

  private final Labels labels;
  private final @Nullable ConditionType condition;
  private final String help;

  Metric(Labels labels, String help) {
    this(labels, null, help);
  }

  Metric(Labels labels, @Nullable ConditionType condition, String help) {
    this.labels = labels;
    this.condition = condition;
    this.help = help;
  }

  /** Those that show the conditions of the kind that has these labels. */
  static List<Metric> ofConditions(Labels labels) {
    return Arrays.stream(values())
        .filter(metric -> metric.labels == labels && metric.condition != null)
        .toList();
  }

  /** What it shows: 1 for True, 0 for False, absent for Unknown. Empty if it is of another kind. */
  Optional<ConditionType> condition() {
    return Optional.ofNullable(condition);
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

  /** What tells the values of one metric apart. */
  enum Labels {
    NONE,
    POLICY,
    POLICY_REPOSITORY,
    OUTCOME,
    PHASE,
    REPOSITORY,
    CHANNEL,
    NAMESPACE,
    WINDOW,
    WHY;

    List<String> names() {
      return switch (this) {
        case NONE -> List.of();
        case POLICY -> List.of("namespace", "policy");
        case POLICY_REPOSITORY -> List.of("namespace", "policy", "repository");
        case OUTCOME -> List.of("namespace", "policy", "outcome");
        case PHASE -> List.of("namespace", "policy", "phase");
        case REPOSITORY -> List.of("namespace", "repository");
        case CHANNEL -> List.of("namespace", "channel");
        case WINDOW -> List.of("namespace", "window");
        case NAMESPACE -> List.of("namespace");
        case WHY -> List.of("why");
      };
    }
  }
}
