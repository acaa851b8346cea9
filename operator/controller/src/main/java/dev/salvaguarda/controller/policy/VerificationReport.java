package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicyStatus.ScheduleStatus;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.api.policy.VerificationStatus.AwaitingSignOff;
import dev.salvaguarda.api.policy.VerificationStatus.Missed;
import dev.salvaguarda.domain.verification.TestRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the tests of a policy stand, for its status. */
final class VerificationReport {
  private VerificationReport() {}

  static VerificationStatus of(PolicySeen seen, TestPlan plan, TestFinding finding) {
    Optional<VerificationStatus> old = Optional.ofNullable(seen.status().verification());
    List<ScheduleStatus> before = old.map(VerificationStatus::schedule).stream().toList();
    return new VerificationStatus(
        finding.since(),
        plan.cadence().progress(before).stream().findFirst().orElse(null),
        plan.cadence().nextStart(),
        seen.tests().active().map(PolicyTest::name).orElse(null),
        awaiting(finding.verification().awaiting()),
        finding.failure(),
        plan.missing().isEmpty()
            ? old.map(VerificationStatus::lastMissed).orElse(null)
            : missed(plan.missing().getLast()));
  }

  private static @Nullable AwaitingSignOff awaiting(@Nullable TestRecord test) {
    return test == null ? null : new AwaitingSignOff(test.name(), test.endedAt());
  }

  private static Missed missed(TestPlan.Missing missing) {
    return new Missed(missing.count(), missing.first(), missing.last(), missing.why() + ".");
  }
}
