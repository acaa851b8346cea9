package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.ScratchTarget;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicyTestScheduleTest {
  private static final String MONTHLY =
      """
      verification:
        schedule: {cron: "0 6 1 * *"}
      objectives: {rto: 4h}
      """;
  private static final String GOOD_RUN =
      """
      phase: Succeeded
      capturedAt: "2026-11-21T01:00:00Z"
      startTime: "2026-11-21T01:00:00Z"
      completionTime: "2026-11-21T01:10:00Z"
      targets:
      - {name: payroll, phase: Succeeded, snapshotId: "0a"}
      """;
  private static final String DECEMBER = "2026-12-01T09:00:00Z";
  private static final String TEST_OF_DECEMBER = "payroll-test-202612010600";
  private static final String JANUARY = "2027-01-01T09:00:00Z";

  private static World monthly(String... more) {
    return World.nightly(more.length == 0 ? new String[] {MONTHLY} : more)
        .withRun("good", "2026-11-21T01:00:00Z", GOOD_RUN.indent(2));
  }

  @Test
  void aTestOfTheNewestCopiesIsMadeWhenItIsDueInTheZoneOfThePolicyAndBelongsToIt() {
    World world = monthly();
    world.after(world.at("2026-12-01T08:59:59Z"));

    World.Look look = world.at(DECEMBER);

    Restore test = look.madeTests().getFirst();
    assertThat(look.madeTests()).hasSize(1);
    assertThat(test.getMetadata().getName()).isEqualTo(TEST_OF_DECEMBER);
    assertThat(test.getMetadata().getLabels()).containsEntry("salvaguarda.dev/policy", "payroll");
    assertThat(test.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("policy-uid"));
    RestoreSpec spec = test.getSpec();
    assertThat(spec.purpose()).isEqualTo(RestoreSpec.Purpose.TEST);
    assertThat(spec.source().policyRef()).isEqualTo(new PolicyPoint("payroll", "Latest"));
    assertThat(spec.targets()).isEmpty();
    assertThat(spec.into()).isEqualTo(ScratchTarget.usual());
    VerificationStatus status = status(look);
    assertThat(Objects.requireNonNull(status.schedule()).lastScheduledTime()).isEqualTo(DECEMBER);
    assertThat(status.nextTestTime()).isEqualTo(JANUARY);
    assertThat(look.report().lookAgainAt()).isEqualTo("2026-12-02T01:00:00Z");
    assertThat(world.after(look).at("2026-12-01T09:00:01Z").madeTests()).isEmpty();
  }

  @Test
  void aTestAsksTheChecksOfThePolicyInItsSpace() {
    World.Look look =
        monthly(
                """
                verification:
                  schedule: {cron: "0 6 * * *"}
                  checks:
                  - {name: people, sql: {database: payroll, query: SELECT 1, expect: {value: "1"}}}
                  scratch: {size: 20Gi, storageClassName: fast}
                """)
            .at("2026-11-21T09:00:00Z");

    RestoreSpec spec = look.madeTests().getFirst().getSpec();
    assertThat(spec.checks()).extracting(check -> check.name()).containsExactly("people");
    assertThat(spec.into())
        .isInstanceOfSatisfying(
            ScratchTarget.class,
            scratch -> assertThat(scratch.storageClassName()).isEqualTo("fast"));
  }

  @Test
  void aTestStartsGuestsOnTheHostThatThePolicyNames() {
    World.Look look =
        monthly(
                """
                verification:
                  schedule: {cron: "0 6 * * *"}
                  proxmox:
                    endpoint: https://pve02.example.org:8006
                    tokenRef: {name: token}
                    ssh: {keyRef: {name: key}, hostKeys: [ssh-ed25519 AAAA]}
                    node: pve02
                    storage: zfs
                    vmidRange: {first: 9000, last: 9099}
                """)
            .at("2026-11-21T09:00:00Z");

    assertThat(look.madeTests().getFirst().getSpec().into())
        .isInstanceOfSatisfying(
            ProxmoxTarget.class, host -> assertThat(host.lastVmid()).isEqualTo(9099));
  }

  @Test
  void noTestStartsWhileAnotherGoesOnAndWhatPassesMeanwhileIsRecordedOnce() {
    World world = monthly("verification: {schedule: {cron: \"* * * * *\"}}");
    world.after(world.at(World.CREATED));
    world.after(world.at("2026-11-20T12:01:00Z"));
    assertThat(world.tests()).hasSize(1);

    World.Look soon = world.at("2026-11-20T12:06:00Z");
    world.after(soon);
    World.Look late = world.at("2026-11-20T12:26:00Z");
    world.after(late);

    assertThat(soon.madeTests()).isEmpty();
    assertThat(status(soon).activeTest()).isEqualTo("payroll-test-202611200901");
    assertThat(status(soon).lastMissed()).isNull();
    assertThat(late.madeTests()).isEmpty();
    assertThat(status(late).lastMissed())
        .isEqualTo(
            new VerificationStatus.Missed(
                4,
                Instant.parse("2026-11-20T12:02:00Z"),
                Instant.parse("2026-11-20T12:05:00Z"),
                "not started within startingDeadline."));
    assertThat(Objects.requireNonNull(late.decision().tests()).missing()).hasSize(1);
    assertThat(
            Objects.requireNonNull(world.at("2026-11-20T12:26:00Z").decision().tests()).missing())
        .isEmpty();
  }

  @Test
  void missedTestsAreMadeUpForByOneUnlessThePolicySaysSkip() {
    World world = monthly();
    world.after(world.at("2026-11-22T09:00:00Z"));

    World.Look look = world.at("2027-02-03T09:00:00Z");

    assertThat(look.madeTests())
        .extracting(test -> test.getMetadata().getName())
        .containsExactly("payroll-test-202702010600-catchup");
    assertThat(status(look).lastMissed()).satisfies(gap -> assertThat(gap.count()).isEqualTo(3));
    world.after(look);
    assertThat(world.at("2027-02-03T09:00:01Z").madeTests()).isEmpty();
    assertThat(world.change("missedRuns: Skip").at("2027-03-03T09:00:00Z").madeTests()).isEmpty();
  }

  @Test
  void whereThereIsNothingToTestYetThatIsSaidAndNothingFails() {
    World world = World.nightly("suspend: false\n" + MONTHLY);
    world.after(world.at("2026-11-30T09:00:00Z"));

    World.Look look = world.at(DECEMBER);

    assertThat(look.madeTests()).isEmpty();
    assertThat(look.answer("Verified")).isEqualTo("Unknown NothingToTest");
    assertThat(status(look).lastMissed())
        .isEqualTo(
            new VerificationStatus.Missed(
                1,
                Instant.parse(DECEMBER),
                Instant.parse(DECEMBER),
                "there was no copy yet that it could have restored."));
    assertThat(Objects.requireNonNull(look.decision().tests()).missing().getFirst().harmless())
        .isTrue();
  }

  @Test
  void aTestThatWasMadeBeforeTheStatusWasWrittenIsAdopted() {
    World world = monthly();
    world.after(world.at("2026-11-22T09:00:00Z"));
    BackupPolicyStatus old = world.at("2026-11-22T09:00:01Z").report().status();
    world.after(world.at(DECEMBER)).remember(old);

    World.Look look = world.at("2026-12-01T09:00:02Z");

    assertThat(look.madeTests()).isEmpty();
    assertThat(status(look).activeTest()).isEqualTo(TEST_OF_DECEMBER);
  }

  @Test
  void aCronThatCannotBeReadIsNamedAndStopsNoRun() {
    World.Look look =
        World.nightly("verification: {schedule: {cron: \"61 * * * *\"}}")
            .at("2026-11-21T01:00:00Z");

    assertThat(look.answer("Ready")).isEqualTo("False InvalidSchedule");
    assertThat(look.condition("Ready").getMessage())
        .startsWith("verification.schedule: \"61 * * * *\"");
    assertThat(look.created()).containsExactly("payroll-daily-202611202200");
  }

  private static VerificationStatus status(World.Look look) {
    return Objects.requireNonNull(look.report().status().verification());
  }
}
