package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.name.RunName;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PolicyVerificationTest {
  private static final String MONTHLY =
      """
      verification:
        schedule: {cron: "0 6 1 * *"}
      objectives: {rto: 4h}
      """;
  private static final String SIGNED =
      """
      verification:
        schedule: {cron: "0 6 1 * *"}
        attestation: {required: true}
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
  private static final String PEOPLE =
      "{name: people, sql: {database: payroll, query: SELECT 1, expect: {min: 1}}}";
  private static final String DECEMBER = "2026-12-01T09:00:00Z";
  private static final String TEST_OF_DECEMBER = "payroll-test-202612010600";

  private static World monthly(String... more) {
    return World.nightly(more.length == 0 ? new String[] {MONTHLY} : more)
        .withRun("good", "2026-11-21T01:00:00Z", GOOD_RUN.indent(2));
  }

  @Test
  void aPolicyWithoutVerificationTestsNothingAndSaysThatNobodyKnows() {
    World.Look look = monthly("suspend: false").at(DECEMBER);

    assertThat(look.madeTests()).isEmpty();
    assertThat(look.answer("Verified")).isEqualTo("Unknown NoVerification");
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
  void aProofSaysNothingOfASourceThatThePolicyHadBefore() {
    World world = tested(monthly("suspend: true\n" + MONTHLY));
    World.Look proven = world.at("2026-12-01T09:10:00Z");
    world.after(proven).change(source("host: new.example.org"));
    World.Look changed = world.at("2026-12-01T10:00:00.5Z");
    world.after(changed);
    World.Look later = world.at("2026-12-01T11:00:00Z");
    world.after(later);
    world.withTest(
        "of-old-copies",
        "2026-12-01T12:00:00Z",
        "",
        passed("2026-12-01T12:04:12Z", "2026-12-01T09:59:59Z"));
    World.Look old = world.at("2026-12-01T13:00:00Z");
    World.Look gone =
        world
            .after(old)
            .withoutTest(TEST_OF_DECEMBER)
            .withoutTest("of-old-copies")
            .at("2026-12-01T13:10:00Z");
    World.Look overdue = world.after(gone).at("2027-01-05T10:00:01Z");
    world.withTest(
        "of-new-copies",
        "2027-01-05T12:00:00Z",
        "",
        passed("2027-01-05T12:04:12Z", "2027-01-05T11:00:00Z"));
    World.Look anew = world.after(overdue).at("2027-01-05T13:00:00Z");
    World.Look remembered =
        world.after(anew).withoutTest("of-new-copies").at("2027-01-05T14:00:00Z");

    assertThat(proven.answer("Verified")).isEqualTo("True TestPassed");
    for (World.Look look : List.of(changed, later, old, gone)) {
      assertThat(look.answer("Verified")).isEqualTo("Unknown SourceNotProven");
      assertThat(look.condition("Verified").getMessage())
          .isEqualTo(
              "The source was changed at 2026-12-01T10:00:00Z, and no copy of the present one has"
                  + " passed a test yet; one must have by 2027-01-05T10:00:00Z.");
      assertThat(look.answer("RTOMet")).isEqualTo("Unknown NotVerified");
      assertThat(look.condition("RTOMet").getMessage())
          .isEqualTo(
              "No test that counts has measured a restore since the source was changed at"
                  + " 2026-12-01T10:00:00Z; the objective is 4h.");
      assertThat(look.report().status().lastVerification()).isNull();
    }
    assertThat(overdue.answer("Verified")).isEqualTo("False TestOverdue");
    assertThat(overdue.condition("Verified").getMessage())
        .isEqualTo(
            "No test that counts has passed since the source was changed at 2026-12-01T10:00:00Z;"
                + " that was too long ago from 2027-01-05T10:00:00Z on.");
    assertThat(anew.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(remembered.answer("Verified")).isEqualTo("True TestPassed");
  }

  /** Its pod may have been asked for with the former source, and begin later. */
  @Test
  void whatARunCopiedThatWasThereBeforeTheChangeProvesNothingOfTheNewSource() {
    World world = tested(monthly("suspend: true\n" + MONTHLY));
    world.after(world.at("2026-12-01T09:10:00Z")).change(source("host: new.example.org"));
    world.withRun("before", "2026-12-01T09:59:00Z", "  phase: Running");
    world.after(world.at("2026-12-01T10:00:00Z"));
    world.withTest(
        "hasty",
        "2026-12-01T12:00:00Z",
        "",
        passed("2026-12-01T12:04:12Z", "2026-12-01T10:05:00Z"));
    World.Look running = world.at("2026-12-01T12:10:00Z");
    world.without("before");
    String ended = "  phase: Succeeded\n  completionTime: \"%s\"";
    world.withRun("before", "2026-12-01T09:59:00Z", ended.formatted("2026-12-01T10:06:00Z"));
    World.Look late = world.at("2026-12-01T12:20:00Z");
    world.without("before");
    world.withRun("before", "2026-12-01T09:59:00Z", ended.formatted("2026-12-01T10:04:00Z"));

    assertThat(running.answer("Verified")).isEqualTo("Unknown SourceNotProven");
    assertThat(late.answer("Verified")).isEqualTo("Unknown SourceNotProven");
    assertThat(world.at("2026-12-01T12:30:00Z").answer("Verified")).isEqualTo("True TestPassed");
  }

  @Test
  void howThingsAreCopiedMayChangeAndWhatIsProvenStaysProven() {
    for (String change :
        List.of(
            "schedules: [{name: weekly, cron: 0 1 * * 0}]",
            "retention: {keepDaily: 7}",
            "objectives: {rto: 5h}",
            "guards: {maxShrinkPercent: 20}",
            "runTemplate: {nodeSelector: {disk: ssd}, bandwidth: 10Mi}",
            "successfulRunsHistoryLimit: 7",
            source("host: DB.example.org"),
            source("host: db.example.org, port: 5432"),
            source("host: db.example.org, tls: {mode: Require}, chunkSize: 8Ki"),
            "source: {postgresql: {host: db.example.org, credentialsRef: {name: rotated}}}")) {
      assertThat(afterChange(change)).as(change).isEqualTo("True TestPassed");
    }
  }

  @Test
  void anotherPlaceOrAnotherChoiceOfWhatIsCopiedIsAnotherSource() {
    for (String change :
        List.of(
            source("host: other.example.org"),
            source("host: db.example.org, port: 5433"),
            source("host: db.example.org, databases: [payroll]"),
            source("host: db.example.org, excludeDatabases: [payroll]"),
            source("host: db.example.org, globals: false"),
            "source: {mariadb: {host: db.example.org, credentialsRef: {name: payroll-reader}}}",
            "source: {files: {hostPath: {path: /srv}}}")) {
      assertThat(afterChange(change)).as(change).isEqualTo("Unknown SourceNotProven");
    }
  }

  /** A proof must not come back because nobody asked for tests when the source was changed. */
  @Test
  void aChangeIsRememberedAlsoWhileNoTestsAreAskedFor() {
    World world = tested(monthly());
    world.after(world.at("2026-12-01T09:10:00Z")).change("verification: null");
    world.after(world.at("2026-12-01T09:20:00Z")).change(source("host: new.example.org"));
    world.after(world.at("2026-12-01T09:30:00Z")).withoutTest(TEST_OF_DECEMBER).change(MONTHLY);

    assertThat(world.at("2026-12-01T09:40:00Z").answer("Verified")).isEqualTo("Unknown NoTestYet");
  }

  private static String afterChange(String change) {
    World world = tested(monthly());
    world.after(world.at("2026-12-01T09:10:00Z")).change(change);
    world.after(world.at("2026-12-01T09:20:00Z"));
    return world.at("2026-12-01T09:30:00Z").answer("Verified");
  }

  private static String source(String fields) {
    return "source: {postgresql: {credentialsRef: {name: payroll-reader}, %s}}".formatted(fields);
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

  @Test
  void anRtoThatIsNoDurationIsNamed() {
    assertThat(monthly("objectives: {rto: soon}").at(DECEMBER).condition("Ready").getMessage())
        .isEqualTo("objectives.rto \"soon\" is not a duration greater than zero, such as 24h.");
  }

  private static World tested(World world) {
    String status = passed("2026-12-01T09:04:12Z");
    world.after(world.at("2026-11-22T09:00:00Z"));
    world.after(world.at(DECEMBER));
    return world.tests().isEmpty()
        ? world.withTest(TEST_OF_DECEMBER, DECEMBER, "", status)
        : world.change(
            TEST_OF_DECEMBER,
            test -> {
              test.setStatus(Serialization.unmarshal(status, RestoreStatus.class));
              return test;
            });
  }

  private static String passed(String at) {
    return """
    phase: Succeeded
    completionTime: "%s"
    measuredRto: 4m12s
    rung: V2
    source: {policy: payroll, repository: offsite}
    targets:
    - {name: payroll, phase: Succeeded, rung: V3}
    - {name: globals, phase: Succeeded, rung: V2}
    """
        .formatted(at);
  }

  private static String passed(String at, String capturedAt) {
    return passed(at).replace("offsite}", "offsite, capturedAt: \"%s\"}".formatted(capturedAt));
  }

  private static UnaryOperator<Restore> signed(String verdict) {
    return test -> {
      String json =
          Serialization.asJson(test)
              .replaceFirst(
                  "\"spec\":\\{",
                  "\"spec\":{\"attestation\":{\"by\":\"A. Tester\",\"at\":\"2026-12-02T11:00:00Z\","
                      + "\"verdict\":\"%s\",\"remarks\":\"half of the rows are missing.\"},"
                          .formatted(verdict));
      return Serialization.unmarshal(json, Restore.class);
    };
  }

  private static List<EventReason> news(World.Look look) {
    return PolicyNews.between(look.seen().status(), look.report().status()).stream()
        .map(PolicyNews::reason)
        .filter(reason -> reason != EventReason.POLICY_NOT_READY)
        .toList();
  }

  private static VerificationStatus status(World.Look look) {
    return Objects.requireNonNull(look.report().status().verification());
  }
}
