package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.controller.policy.ProvenPolicy.DECEMBER;
import static dev.salvaguarda.controller.policy.ProvenPolicy.MONTHLY;
import static dev.salvaguarda.controller.policy.ProvenPolicy.SIGNED;
import static dev.salvaguarda.controller.policy.ProvenPolicy.TEST_OF_DECEMBER;
import static dev.salvaguarda.controller.policy.ProvenPolicy.monthly;
import static dev.salvaguarda.controller.policy.ProvenPolicy.news;
import static dev.salvaguarda.controller.policy.ProvenPolicy.passed;
import static dev.salvaguarda.controller.policy.ProvenPolicy.signed;
import static dev.salvaguarda.controller.policy.ProvenPolicy.tested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.domain.event.EventReason;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicyVerificationTest {
  @Test
  void aPolicyWithoutVerificationTestsNothingAndSaysThatNobodyKnows() {
    World.Look look = monthly("suspend: false").at(DECEMBER);

    assertThat(look.madeTests()).isEmpty();
    assertThat(look.answer("Verified")).isEqualTo("Unknown NoVerification");
    // A policy may ask for readings alone, so it is not said that it asks for nothing.
    assertThat(look.condition("Verified").getMessage()).contains("sets no verification.schedule");
    assertThat(look.answer("RTOMet")).isEqualTo("Unknown NoObjective");
    assertThat(look.report().status().verification()).isNull();
  }

  @Test
  void aTestThatPassedProvesWhatEachTargetReachedAndNoMoreUntilItIsTooOld() {
    World world = tested(monthly());

    World.Look look = world.at("2026-12-01T09:10:00Z");

    assertThat(look.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(look.condition("Verified").getMessage())
        .isEqualTo(
            TEST_OF_DECEMBER
                + " passed at 2026-12-01T09:04:12Z (payroll V3, globals V2, from offsite), and"
                + " counts until 2027-01-05T09:04:12Z.");
    assertThat(look.report().status().lastVerification())
        .satisfies(last -> {
          assertThat(last.restore()).isEqualTo(TEST_OF_DECEMBER);
          assertThat(last.time()).isEqualTo("2026-12-01T09:04:12Z");
          assertThat(last.rung()).isEqualTo("V2");
          assertThat(last.measuredRto()).isEqualTo("4m12s");
        });
    assertThat(look.answer("RTOMet")).isEqualTo("True ObjectiveMet");
    assertThat(news(look)).contains(EventReason.VERIFIED);
  }

  @Test
  void nobodyHasToLookForAProofToBecomeTooOld() {
    World world = tested(monthly("suspend: true\n" + MONTHLY));
    World.Look before = world.at("2027-01-05T09:04:12Z");
    world.after(before);

    World.Look after = world.at("2027-01-05T09:04:13Z");

    assertThat(before.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(before.report().lookAgainAt()).isEqualTo("2027-01-05T09:04:12.001Z");
    assertThat(after.madeTests()).isEmpty();
    assertThat(after.answer("Verified")).isEqualTo("False TestOverdue");
    assertThat(after.answer("RTOMet")).isEqualTo("Unknown NotVerified");
    assertThat(news(after)).containsExactly(EventReason.NOT_VERIFIED);
  }

  @Test
  void aPolicyOfWhichNoTestEverPassedIsNotVerifiedAfterThirtyFiveDays() {
    World world = World.nightly(MONTHLY, "suspend: true");
    world.after(world.at("2026-11-20T12:00:00Z"));

    assertThat(world.at("2026-12-25T12:00:00Z").answer("Verified"))
        .isEqualTo("Unknown NothingToTest");
    assertThat(world.at("2026-12-25T12:00:01Z").answer("Verified")).isEqualTo("False TestOverdue");
  }

  @Test
  void aTestThatAPersonMadeBeforeThereIsACopyRefutesNothing() {
    World world = World.nightly(MONTHLY);
    world.withTest(
        "early",
        "2026-11-20T13:00:00Z",
        "",
        """
        phase: Failed
        completionTime: "2026-11-20T13:00:10Z"
        reason: NothingToRestore
        message: BackupPolicy payroll has no copy that is known.
        """);
    World.Look look = world.at("2026-11-20T13:00:11Z");

    assertThat(look.answer("Verified")).isEqualTo("Unknown NothingToTest");
    assertThat(news(look)).isEmpty();
  }

  @Test
  void aTestThatDidNotPassIsNamedWithItsReasonAlsoOnceItsObjectIsGone() {
    World world = tested(monthly());
    world.withTest(
        "failed",
        "2026-12-02T09:00:00Z",
        "",
        """
        phase: Failed
        completionTime: "2026-12-02T09:03:00Z"
        reason: RepositoryCorrupt
        message: Pack 0a1b is damaged; payroll can't be restored.
        """);
    World.Look look = world.at("2026-12-02T09:03:01Z");
    world.after(look).withoutTest("failed");

    World.Look later = world.at("2026-12-03T09:00:00Z");

    assertThat(look.answer("Verified")).isEqualTo("False TestNotPassed");
    assertThat(look.condition("Verified").getMessage())
        .isEqualTo(
            "failed did not pass at 2026-12-02T09:03:00Z: Pack 0a1b is damaged; payroll can't be"
                + " restored.");
    assertThat(look.answer("RTOMet")).isEqualTo("Unknown NotVerified");
    assertThat(later.condition("Verified")).isEqualTo(look.condition("Verified"));
    assertThat(later.report().status().lastVerification())
        .satisfies(last -> assertThat(last.restore()).isEqualTo(TEST_OF_DECEMBER));
  }

  @Test
  void aProofIsRememberedOnceItsObjectIsGone() {
    World world = tested(monthly());
    World.Look look = world.at("2026-12-01T09:10:00Z");
    world.after(look).withoutTest(TEST_OF_DECEMBER);

    World.Look later = world.at("2026-12-03T09:00:00Z");

    assertThat(later.condition("Verified")).isEqualTo(look.condition("Verified"));
    assertThat(later.report().status().lastVerification())
        .isEqualTo(look.report().status().lastVerification());
  }

  @Test
  void aRestoreThatTookTooLongMissesTheObjective() {
    World world = tested(monthly(MONTHLY.replace("4h", "4m")));

    World.Look look = world.at("2026-12-01T09:10:00Z");

    assertThat(look.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(look.answer("RTOMet")).isEqualTo("False ObjectiveMissed");
    assertThat(look.condition("RTOMet").getMessage())
        .isEqualTo(TEST_OF_DECEMBER + " took 4m12s; the objective is 4m.");
  }

  @Test
  void whereAPersonMustSignATestWaitsAndTheLastAcceptedOneCountsMeanwhile() {
    World world = tested(monthly(SIGNED));
    World.Look waiting = world.at("2026-12-01T09:10:00Z");
    world.after(waiting).change(TEST_OF_DECEMBER, signed("Accepted"));
    World.Look accepted = world.at("2026-12-02T12:00:00Z");
    world.after(accepted);
    world.withTest("again", "2026-12-03T09:00:00Z", "", passed("2026-12-03T09:04:12Z"));

    World.Look next = world.at("2026-12-03T10:00:00Z");

    assertThat(waiting.answer("Verified")).isEqualTo("Unknown AwaitingSignOff");
    assertThat(waiting.condition("Verified").getMessage())
        .isEqualTo(
            TEST_OF_DECEMBER + " passed and is awaiting sign-off since 2026-12-01T09:04:12Z.");
    assertThat(status(waiting).awaitingSignOff())
        .isEqualTo(
            new VerificationStatus.AwaitingSignOff(
                TEST_OF_DECEMBER, Instant.parse("2026-12-01T09:04:12Z")));
    assertThat(accepted.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(accepted.condition("Verified").getMessage()).contains("was accepted");
    assertThat(next.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(next.condition("Verified").getMessage())
        .startsWith(TEST_OF_DECEMBER)
        .endsWith("again passed and is awaiting sign-off since 2026-12-03T09:04:12Z.");
    assertThat(news(next)).containsExactly(EventReason.TEST_AWAITS_SIGN_OFF);
  }

  @Test
  void aRejectedTestIsNoProofAndSaysWhatThePersonSaid() {
    World world = tested(monthly());
    world.after(world.at("2026-12-01T09:10:00Z")).change(TEST_OF_DECEMBER, signed("Rejected"));

    World.Look look = world.at("2026-12-02T12:00:00Z");

    assertThat(look.answer("Verified")).isEqualTo("False AttestationRejected");
    assertThat(look.condition("Verified").getMessage())
        .isEqualTo("A person rejected " + TEST_OF_DECEMBER + ": half of the rows are missing.");
    assertThat(look.report().status().lastVerification()).isNull();
  }

  @Test
  void aProofSaysNothingOfARepositoryThatThePolicyDoesNotNameAnyMore() {
    World world = tested(monthly());
    World.Look proven = world.at("2026-12-01T09:10:00Z");
    world.after(proven).change("repositories: [{name: elsewhere}]");
    World.Look there = world.at("2026-12-01T10:00:00Z");
    World.Look gone = world.after(proven).withoutTest(TEST_OF_DECEMBER).at("2026-12-01T11:00:00Z");
    world.after(proven).change("repositories: [{name: elsewhere}, {name: offsite}]");

    assertThat(proven.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(there.answer("Verified")).isEqualTo("Unknown NoTestYet");
    assertThat(there.answer("RTOMet")).isEqualTo("Unknown NotVerified");
    assertThat(gone.answer("Verified")).isEqualTo("Unknown NoTestYet");
    assertThat(world.at("2026-12-01T12:00:00Z").answer("Verified")).isEqualTo("True TestPassed");
  }

  @Test
  void anRtoThatIsNoDurationIsNamed() {
    assertThat(monthly("objectives: {rto: soon}").at(DECEMBER).condition("Ready").getMessage())
        .isEqualTo("objectives.rto \"soon\" is not a duration greater than zero, such as 24h.");
  }

  private static VerificationStatus status(World.Look look) {
    return Objects.requireNonNull(look.report().status().verification());
  }
}
