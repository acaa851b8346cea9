package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.host.HostSeen;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a decision about a policy may look at.
 *
 * @param status as it was last written; without a generation if it never was
 * @param source what is copied now
 * @param runs all runs of the policy, of the operator and of people
 * @param tests its own, and those of people that prove as much
 * @param repositories in the policy's order
 * @param host what is known of the host of its guests
 */
record PolicySeen(
    Identity identity,
    BackupPolicySpec spec,
    BackupPolicyStatus status,
    PresentSource source,
    RunHistory runs,
    TestHistory tests,
    List<PolicyRepository> repositories,
    HostSeen host) {

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

  /** The same a moment later, once there are these runs and tests more. */
  PolicySeen with(List<BackupRun> madeRuns, List<Restore> madeTests) {
    return madeRuns.isEmpty() && madeTests.isEmpty()
        ? this
        : new PolicySeen(
            identity,
            spec,
            status,
            source,
            new RunHistory(
                Stream.concat(runs.runs().stream(), madeRuns.stream().map(PolicyRun::of)).toList()),
            new TestHistory(
                Stream.concat(
                        tests.tests().stream(),
                        madeTests.stream().map(test -> PolicyTest.of(test, identity, spec, source)))
                    .toList()),
            repositories,
            host);
  }

  /** Whether there is, or was, anything that a test could restore. */
  boolean hasCopy() {
    return status.lastSuccessfulRun() != null || runs.hasCopy();
  }

  /** Whether no reconciliation of this policy ever came to its end. */
  boolean isFirstSight() {
    return status.observedGeneration() == null;
  }
}
