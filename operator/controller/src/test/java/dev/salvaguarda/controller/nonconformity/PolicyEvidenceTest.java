package dev.salvaguarda.controller.nonconformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Signal;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEvidenceTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void onlyWholeRunsOfThePolicyItselfThatEndedByThemselvesShowAnything() {
    assertThat(
            of(
                Cause.FAILED,
                policy("", ""),
                run("part", "targets: [rh]", "Failed", "2026-11-28T01:00:00Z"),
                run("of-another", "", "Failed", "2026-10-28T01:00:00Z"),
                run("stopped", "", "Cancelled", "2026-11-28T01:00:00Z"),
                run("going-on", "", "Running", "2026-11-28T01:00:00Z")))
        .isEqualTo(new Evidence.Unknown());
  }

  @Test
  void aRunIsNamedWithWhatItSays() {
    assertThat(of(Cause.MISSED, policy("", ""), run("one", "", "Missed", "2026-11-28T01:00:00Z")))
        .isEqualTo(active("one", "2026-11-28T01:00:00Z", "one was missed: As it says."));
  }

  @Test
  void whatMaintenanceHeldWasPlannedAndConforms() {
    String held =
        "trigger: {missed: {count: 1, first: \"2026-11-28T01:00:00Z\", last: \"2026-11-28T01:00:00Z\", heldBy: correio}}";

    assertThat(of(Cause.MISSED, policy("", ""), run("one", held, "Missed", "2026-11-28T01:00:00Z")))
        .isEqualTo(new Evidence.Unknown());
  }

  @Test
  void runsCountInTheOrderInWhichTheyEnded() {
    assertThat(
            of(
                Cause.FAILED,
                policy("", ""),
                run("later", "", "Succeeded", "2026-11-28T03:00:00Z"),
                run("first", "", "Failed", "2026-11-28T02:00:00Z")))
        .isInstanceOf(Evidence.Gone.class);
  }

  @ParameterizedTest
  @CsvSource({
    "True, ObjectiveMet, gone at 2026-11-28T10:00:00Z",
    "False, ObjectiveMissed, good at 2026-11-28T10:00:00Z",
    "Unknown, NoObjective, gone at 2026-11-28T10:00:00Z",
    "Unknown, ReconcileError, unknown"
  })
  void isLateWhileTheObjectiveIsMissed(String truth, String reason, String expected) {
    BackupPolicy policy =
        policy(
            "objectives: {rpo: 24h}",
            "lastSuccessfulRun: {name: good}\n" + condition("RPOMet", truth, reason));

    assertThat(words(of(Cause.LATE, policy))).isEqualTo(expected);
  }

  @Test
  void aPolicyThatIsYoungerThanItsObjectiveIsNotLateWithItsFirstCopy() {
    String none = condition("RPOMet", "False", "NoGoodRun");

    assertThat(of(Cause.LATE, policy("objectives: {rpo: 30d}", none)))
        .isEqualTo(new Evidence.Unknown());
    assertThat(words(of(Cause.LATE, policy("objectives: {rpo: 24h}", none))))
        .isEqualTo("no copy at 2026-11-28T10:00:00Z");
    assertThat(PolicyEvidence.lateFrom(policy("objectives: {rpo: 30d}", none)))
        .contains(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(PolicyEvidence.lateFrom(policy("", none))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "True, TestPassed, gone at 2026-11-28T10:00:00Z",
    "False, TestNotPassed, second-test at 2026-11-28T11:00:00Z",
    "False, AttestationRejected, second-test at 2026-11-28T11:00:00Z",
    "False, TestOverdue, first-test at 2026-11-28T10:00:00Z",
    "False, DataDamaged, first-test at 2026-11-28T10:00:00Z",
    "Unknown, AwaitingSignOff, unknown",
    "Unknown, NoVerification, gone at 2026-11-28T10:00:00Z"
  })
  void isUnverifiedWhileNothingProvesThatTheCopiesRestore(
      String truth, String reason, String expected) {
    String tests =
        """
        lastVerification: {restore: first-test, time: "2026-11-01T09:00:00Z"}
        verification: {lastFailure: {restore: second-test, time: "2026-11-28T11:00:00Z"}}
        """;

    assertThat(
            words(of(Cause.UNVERIFIED, policy("", tests + condition("Verified", truth, reason)))))
        .isEqualTo(expected);
  }

  @Test
  void aTestThatAPersonRejectsLaterCountsFromThenOn() {
    String tests =
        "verification: {lastFailure: {restore: a-test, time: \"2026-11-20T11:00:00Z\"}}\n";

    assertThat(
            words(
                of(
                    Cause.UNVERIFIED,
                    policy("", tests + condition("Verified", "False", "AttestationRejected")))))
        .isEqualTo("a-test at 2026-11-28T10:00:00Z");
  }

  private static Evidence of(Cause cause, BackupPolicy policy, BackupRun... runs) {
    BackupPolicyStatus status =
        Objects.requireNonNullElse(policy.getStatus(), BackupPolicyStatus.none());
    return Objects.requireNonNull(PolicyEvidence.of(policy, status, List.of(runs), NOW).get(cause));
  }

  private static Evidence active(String name, String at, String words) {
    return new Evidence.Active(List.of(new Signal(name, Instant.parse(at), words)), 1);
  }

  private static String words(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Active(List<Signal> signals, _) ->
          signals.getLast().name() + " at " + signals.getLast().at();
      case Evidence.Gone(_, Instant at) -> "gone at " + at;
      case Evidence.Unknown() -> "unknown";
    };
  }

  private static String condition(String type, String truth, String reason) {
    return """
    conditions:
    - {type: %s, status: "%s", reason: %s, message: So it is., lastTransitionTime: "2026-11-28T10:00:00Z"}
    """
        .formatted(type, truth, reason);
  }

  private static BackupPolicy policy(String spec, String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: folha, namespace: ti, uid: policy-uid, creationTimestamp: "2026-11-01T00:00:00Z"}
        spec:
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
          repositories: [{name: nuvem}]
        %s
        status:
          observedGeneration: 1
        %s
        """
            .formatted(spec.indent(2).stripTrailing(), status.indent(2).stripTrailing()),
        BackupPolicy.class);
  }

  private static BackupRun run(String name, String spec, String phase, String at) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: ti, uid: uid-of-%1$s, creationTimestamp: "%s"}
        spec:
          policyRef: {name: folha}
        %s
        status: {phase: %s, completionTime: "%2$s", message: As it says.}
        """
            .formatted(name, at, spec.indent(2).stripTrailing(), phase),
        BackupRun.class);
  }
}
