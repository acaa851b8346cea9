package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.controller.policy.ProvenPolicy.DECEMBER;
import static dev.salvaguarda.controller.policy.ProvenPolicy.MONTHLY;
import static dev.salvaguarda.controller.policy.ProvenPolicy.PEOPLE;
import static dev.salvaguarda.controller.policy.ProvenPolicy.TEST_OF_DECEMBER;
import static dev.salvaguarda.controller.policy.ProvenPolicy.monthly;
import static dev.salvaguarda.controller.policy.ProvenPolicy.passed;
import static dev.salvaguarda.controller.policy.ProvenPolicy.signed;
import static dev.salvaguarda.controller.policy.ProvenPolicy.tested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.domain.name.RunName;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that people made or copied, and checks that are others by now. */
class ProofByOthersTest {
  @Test
  void aTestOfAPersonCountsOnlyIfItProvesAsMuch() {
    String status = passed("2026-11-22T09:04:12Z");
    String created = "2026-11-22T09:00:00Z";
    String now = "2026-11-22T10:00:00Z";

    assertThat(monthly().withTest("whole", created, "", status).at(now).answer("Verified"))
        .isEqualTo("True TestPassed");
    for (String less :
        List.of(
            "targets: [payroll]",
            "source: {policyRef: {name: payroll, at: \"2026-11-21T01:00:00Z\"}}",
            "source: {policyRef: {name: mail}}",
            "checks: [{name: people, sql: {database: payroll, query: SELECT 1, expect: {min: 1}}}]",
            "target: {files: {hostPath: {path: /srv}}}",
            "purpose: Recovery\ntarget: {files: {hostPath: {path: /srv}}}")) {
      assertThat(monthly().withTest("less", created, less, status).at(now).answer("Verified"))
          .as(less)
          .isEqualTo("Unknown NoTestYet");
    }
    assertThat(
            monthly()
                .withTest("of-an-earlier-policy", "2026-11-19T09:00:00Z", "", status)
                .at(now)
                .answer("Verified"))
        .isEqualTo("Unknown NoTestYet");
  }

  @Test
  void whereGuestsAreToStartATestThatStartsNoneProvesLess() {
    String host =
        """
        proxmox:
          endpoint: https://pve02.example.org:8006
          tokenRef: {name: token}
          ssh: {keyRef: {name: key}, hostKeys: [ssh-ed25519 AAAA]}
          node: pve02
          storage: zfs
          vmid: 9000
        """;
    String asked = MONTHLY.replace("objectives:", host.indent(2) + "objectives:");
    String status = passed("2026-11-22T09:04:12Z");
    String created = "2026-11-22T09:00:00Z";
    String now = "2026-11-22T10:00:00Z";
    String target = "target:\n" + host.indent(2);

    assertThat(monthly(asked).withTest("read", created, "", status).at(now).answer("Verified"))
        .isEqualTo("Unknown NoTestYet");
    assertThat(monthly(asked).withTest("tried", created, target, status).at(now).answer("Verified"))
        .isEqualTo("True TestPassed");
    assertThat(monthly().withTest("more", created, target, status).at(now).answer("Verified"))
        .isEqualTo("True TestPassed");
  }

  /** Whoever copies a test and edits it copies its owner and its due time, too. */
  @Test
  void aCopyOfAnOwnTestCountsOnlyIfItProvesAsMuch() {
    String asked = MONTHLY.replace("schedule:", "checks: [" + PEOPLE + "]\n  schedule:");
    String same = "checks: [" + PEOPLE + "]";

    assertThat(copied(asked, "copy", same)).isEqualTo("True TestPassed");
    assertThat(copied(asked, "copy", "checks: []")).isEqualTo("Unknown NoTestYet");
    assertThat(copied(asked, "payroll-test-copied-catchup", "checks: []"))
        .isEqualTo("Unknown NoTestYet");
    for (String less :
        List.of(
            same + "\ntargets: [payroll]",
            same + "\nsource: {policyRef: {name: payroll, at: \"2026-11-21T01:00:00Z\"}}",
            same + "\ntarget: {files: {hostPath: {path: /srv}}}")) {
      assertThat(copied(asked, TEST_OF_DECEMBER, less)).as(less).isEqualTo("Unknown NoTestYet");
    }
  }

  @Test
  void aTestOfTheOperatorCountsThoughTheChecksAreOthersNow() {
    World world = monthly();
    world.after(world.at("2026-11-22T09:00:00Z")).after(world.at(DECEMBER));
    assertThat(world.tests()).containsExactly(TEST_OF_DECEMBER);
    tested(world.change(MONTHLY.replace("schedule:", "checks: [" + PEOPLE + "]\n  schedule:")));
    assertThat(world.at("2026-12-01T09:10:00Z").answer("Verified")).isEqualTo("True TestPassed");

    for (String name :
        List.of(
            TEST_OF_DECEMBER,
            "payroll-test-202612010600-catchup",
            RunName.distinguished(TEST_OF_DECEMBER, "policy-uid\n2026-12-01T09:00:00Z"),
            RunName.distinguished("payroll-test-202612010600-catchup", "policy-uid\nnull"))) {
      assertThat(copied(MONTHLY, name, "checks: [" + PEOPLE + "]"))
          .as(name)
          .isEqualTo("True TestPassed");
    }
  }

  /** A person may judge a test long after it ended. */
  @Test
  void aRejectionHoldsThoughTheChecksAreOthersNow() {
    String byHand = "by-hand";
    World world =
        monthly().withTest(byHand, "2026-11-22T09:00:00Z", "", passed("2026-11-22T09:04:12Z"));
    World.Look proven = world.at("2026-11-22T10:00:00Z");
    world
        .after(proven)
        .change(MONTHLY.replace("schedule:", "checks: [" + PEOPLE + "]\n  schedule:"));
    World.Look edited = world.at("2026-11-22T11:00:00Z");
    world.after(edited).change(byHand, signed("Rejected"));
    World.Look rejected = world.at("2026-11-22T12:00:00Z");
    World.Look later = world.after(rejected).at("2026-11-22T13:00:00Z");
    World.Look gone = world.after(later).withoutTest(byHand).at("2026-11-22T14:00:00Z");

    assertThat(proven.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(edited.answer("Verified")).isEqualTo("True TestPassed");
    for (World.Look look : List.of(rejected, later, gone)) {
      assertThat(look.answer("Verified")).isEqualTo("False AttestationRejected");
      assertThat(look.condition("Verified").getMessage())
          .isEqualTo("A person rejected by-hand: half of the rows are missing.");
    }
  }

  /** What a policy says of a test that passed and that claims to be its own. */
  private static String copied(String verification, String name, String spec) {
    String status = passed("2026-12-01T09:04:12Z");
    return monthly(verification)
        .withTest(name, DECEMBER, spec, status)
        .change(
            name,
            test -> {
              test.getMetadata()
                  .setOwnerReferences(
                      List.of(
                          new OwnerReferenceBuilder()
                              .withKind("BackupPolicy")
                              .withName("payroll")
                              .withUid("policy-uid")
                              .build()));
              test.getMetadata()
                  .setAnnotations(
                      name.contains("catchup")
                          ? Map.of()
                          : Map.of(ApiGroup.DUE_ANNOTATION, DECEMBER));
              return test;
            })
        .at("2026-12-01T09:10:00Z")
        .answer("Verified");
  }
}
