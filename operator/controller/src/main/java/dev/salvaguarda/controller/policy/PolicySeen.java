package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.run.BackupRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a decision about a policy may look at.
 *
 * @param status as it was last written; without a generation if it never was
 * @param runs all runs of the policy, of the operator and of people
 * @param repositories in the policy's order
 */
record PolicySeen(
    Identity identity,
    BackupPolicySpec spec,
    BackupPolicyStatus status,
    RunHistory runs,
    List<PolicyRepository> repositories) {

  /**
   * Which policy this is.
   *
   * @param confirmedRetention the rules to which a person said yes; empty if there are none
   */
  record Identity(
      String namespace,
      String name,
      String uid,
      long generation,
      Instant createdAt,
      String confirmedRetention) {}

  /** The same a moment later, once there are these runs more. */
  PolicySeen with(List<BackupRun> made) {
    return made.isEmpty()
        ? this
        : new PolicySeen(
            identity,
            spec,
            status,
            new RunHistory(
                Stream.concat(runs.runs().stream(), made.stream().map(PolicyRun::of)).toList()),
            repositories);
  }

  /** Whether no reconciliation of this policy ever came to its end. */
  boolean isFirstSight() {
    return status.observedGeneration() == null;
  }
}
