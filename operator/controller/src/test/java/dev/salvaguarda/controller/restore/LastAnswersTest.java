package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With which answer one that must be a share of the last is compared. */
class LastAnswersTest {
  private static final BackupPolicy POLICY =
      Serialization.unmarshal(
          """
          metadata: {name: payroll, namespace: city, creationTimestamp: "2026-01-01T00:00:00Z"}
          """,
          BackupPolicy.class);

  @Test
  void theNewestTestThatPassedAndAskedTheSameAnswers() {
    assertThat(last(test(3, "", "130"), test(2, "", "120"), test(4, "", "none")))
        .containsExactly(Map.entry("people", new BigDecimal(130)));
    assertThat(last()).isEmpty();
  }

  @Test
  void whatAskedOrRestoredSomethingElseIsNoMeasure() {
    for (String other :
        List.of(
            checks("people", "payroll", "SELECT count(*) FROM pet"),
            checks("people", "mail", "SELECT count(*) FROM person"),
            checks("others", "payroll", "SELECT count(*) FROM person"),
            "source: {policyRef: {name: payroll, at: \"2025-01-01T00:00:00Z\"}}",
            "source: {policyRef: {name: mail}}",
            "source: {runRef: {name: first}}",
            "target: {postgresql: {host: db.example.org, credentialsRef: {name: writer}}}",
            "purpose: Recovery",
            "attestation: {by: A. Tester, at: \"2026-03-04T00:00:00Z\", verdict: Rejected}")) {
      assertThat(last(test(2, "", "1000"), test(3, other, "10")))
          .as(other)
          .containsExactly(Map.entry("people", new BigDecimal(1000)));
    }
  }

  @Test
  void whatFailedOrIsOfAnEarlierPolicyOfTheNameIsNoMeasure() {
    Restore failed = test(3, "", "10");
    failed.setStatus(
        Serialization.unmarshal(
            Serialization.asYaml(failed.getStatus()).replace("Succeeded", "Failed"),
            dev.salvaguarda.api.restore.RestoreStatus.class));
    Restore earlier = test(3, "", "10");
    earlier.getMetadata().setCreationTimestamp("2025-12-31T23:59:59Z");

    assertThat(last(failed, earlier)).isEmpty();
  }

  private static Map<String, BigDecimal> last(Restore... restores) {
    return LastAnswers.of(test(5, "", "0").getSpec().checks(), POLICY, Stream.of(restores));
  }

  private static String checks(String name, String database, String query) {
    return "checks: [{name: %s, sql: {database: %s, query: \"%s\", expect: {notLessThanPercentOfLast: 90}}}]"
        .formatted(name, database, query);
  }

  /** A test of a day in March that passed, with changes of its specification as YAML. */
  private static Restore test(int day, String changes, String answer) {
    ObjectNode spec =
        Serialization.unmarshal(
            "purpose: Test\nsource: {policyRef: {name: payroll}}\n"
                + checks("people", "payroll", "SELECT count(*) FROM person"),
            ObjectNode.class);
    if (!changes.isEmpty()) {
      spec.setAll(Serialization.unmarshal(changes, ObjectNode.class));
    }
    Restore test =
        Serialization.unmarshal(
            """
            metadata: {name: test-%d, namespace: city, creationTimestamp: "2026-03-0%dT06:00:00Z"}
            status:
              phase: Succeeded
              completionTime: "2026-03-0%dT06:10:00Z"
              source: {policy: payroll, repository: offsite}
              checks: [{name: people, passed: true, observed: "%s"}]
            """
                .formatted(day, day, day, answer),
            Restore.class);
    test.setSpec(Serialization.unmarshal(spec.toString(), RestoreSpec.class));
    return test;
  }
}
