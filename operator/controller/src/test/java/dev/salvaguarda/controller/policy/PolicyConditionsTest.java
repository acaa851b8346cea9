package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicyStatus.PolicyRepositoryStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyConditionsTest {
  private static final String NOW = "2026-11-20T18:00:00Z";
  static final String GOOD =
      """
      phase: Succeeded
      capturedAt: "2026-11-20T12:30:00Z"
      startTime: "2026-11-20T12:30:00Z"
      completionTime: "2026-11-20T12:40:00Z"
      bytesRead: 1073741824
      bytesStored: 1048576
      targets:
      - {name: payroll, phase: Succeeded, size: 2147483648, bytesRead: 1073741824}
      - {name: mail, phase: Succeeded, size: 1073741824, bytesRead: 0}
      """;

  @Test
  void aTimeZoneThatNobodyKnowsIsNamed() {
    World.Look look = World.nightly().change("timeZone: America/Fortalesa").at(NOW);

    assertThat(look.answer("Ready")).isEqualTo("False UnknownTimeZone");
    assertThat(look.condition("Ready").getMessage()).contains("\"America/Fortalesa\"");
    assertThat(look.report().status().nextRuns()).isEmpty();
  }

  @Test
  void aDirectoryOfTheNodeNeedsTheWordOfWhoeverRunsTheOperator() {
    World world = World.nightly().change("source: {files: {hostPath: {path: /etc/kubernetes}}}");

    assertThat(world.at(NOW).answer("Ready")).isEqualTo("True Reconciled");
    World.Look look = world.forbiddingHostPaths().at(NOW);
    assertThat(look.answer("Ready")).isEqualTo("False HostPathNotAllowed");
    assertThat(look.condition("Ready").getMessage())
        .isEqualTo(
            "source.files.hostPath is not allowed in this cluster. Use persistentVolumeClaim or nfs;"
                + " whoever runs the operator allows it with SALVAGUARDA_ALLOW_HOST_PATH=true, in the"
                + " chart allowHostPath.");
  }

  @Test
  void aMistypedScheduleDoesNotStopTheOther() {
    World world =
        World.of(
            """
              schedules:
              - {name: weekly, cron: "61 * * * *"}
              - {name: daily, cron: "0 22 * * *"}
            """);

    World.Look look = world.at("2026-11-20T22:00:00Z");

    assertThat(look.answer("Ready")).isEqualTo("False InvalidSchedule");
    assertThat(look.condition("Ready").getMessage()).contains("schedule weekly: \"61 * * * *\"");
    assertThat(look.created()).containsExactly("payroll-daily-202611202200");
  }

  @Test
  void aJitterThatIsTooLargeIsReportedAndCut() {
    World.Look look = World.nightly("jitter: 12h").at(NOW);

    assertThat(look.answer("Ready")).isEqualTo("False JitterTooLarge");
    assertThat(look.condition("Ready").getMessage())
        .isEqualTo(
            "jitter 12h must be less than 12h, half the shortest interval of schedule daily.");
    assertThat(look.report().status().nextRuns()).hasSize(3);
  }

  @Test
  void whatNobodyButTheProgramCanJudgeIsSaidToHaveNoGuard() {
    World world =
        World.nightly().change("source: {command: {command: [mongodump], fileName: erp.archive}}");

    assertThat(world.at(NOW).condition("Ready").getMessage())
        .isEqualTo(
            "1 schedule in America/Fortaleza. The policy sets no guards.minSize, so an output that is too short is not noticed.");
    assertThat(world.change("guards: {minSize: 1Mi}").at(NOW).condition("Ready").getMessage())
        .isEqualTo("1 schedule in America/Fortaleza.");
  }

  @Test
  void aRepositoryThatIsMissingOrUnwellIsNamedAndMendsByItself() {
    World world = World.nightly();

    assertThat(world.withoutRepository().at(NOW).answer("Ready"))
        .isEqualTo("False RepositoryNotFound");
    World.Look unwell = world.withRepository("False", "SecretMissing", "no Secret s3").at(NOW);
    assertThat(unwell.answer("Ready")).isEqualTo("False RepositoryNotReady");
    assertThat(unwell.condition("Ready").getMessage())
        .isEqualTo("BackupRepository offsite is not ready (SecretMissing): no Secret s3");
    assertThat(world.withRepository("Unknown", "NotProbed", "soon").at(NOW).answer("Ready"))
        .isEqualTo("Unknown RepositoryNotReady");
    assertThat(world.withRepository("True", "Reconciled", "fine").at(NOW).answer("Ready"))
        .isEqualTo("True Reconciled");
  }

  @Test
  void whatKeepsARunFromStartingIsShownAfterAMinute() {
    String stuck =
        """
        phase: Starting
        startTime: "2026-11-20T18:00:00Z"
        reason: WorkerNotStarted
        message: "The pod of attempt 1 does not start yet: secret \\"reader\\" not found"
        """;
    World world = World.nightly().withRun("mine", NOW, stuck);

    World.Look young = world.at("2026-11-20T18:00:30Z");
    World.Look old = world.after(young).at("2026-11-20T18:01:00Z");
    World.Look mended = world.after(old).without("mine").at("2026-11-20T18:02:00Z");

    assertThat(young.answer("Ready")).isEqualTo("True Reconciled");
    assertThat(young.report().lookAgainAt()).isEqualTo("2026-11-20T18:01:00Z");
    assertThat(old.answer("Ready")).isEqualTo("False WorkerNotStarted");
    assertThat(old.condition("Ready").getMessage())
        .isEqualTo("mine: The pod of attempt 1 does not start yet: secret \"reader\" not found");
    assertThat(mended.answer("Ready")).isEqualTo("True Reconciled");
    assertThat(news(young, old)).as("the run has told it").isEmpty();
    assertThat(news(old, mended)).isEmpty();
  }

  private static List<PolicyNews> news(World.Look before, World.Look after) {
    return PolicyNews.between(before.report().status(), after.report().status());
  }

  @Test
  void whatAnEarlierPolicyOfTheSameNameCopiedIsNotThisOnes() {
    BackupRun collectedSoon = World.run("collected-soon", NOW, "", "  {}", GOOD);
    collectedSoon
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withKind("BackupPolicy")
                    .withName("payroll")
                    .withUid("earlier-uid")
                    .build()));
    World.Look look =
        World.nightly("objectives: {rpo: 24h}")
            .withRun(collectedSoon)
            .withRun("persons", "2026-11-20T11:58:59Z", GOOD)
            .at(NOW);

    assertThat(look.answer("RPOMet")).isEqualTo("False NoGoodRun");
    assertThat(look.answer("LastRunSucceeded")).isEqualTo("Unknown NoRunFinished");
    assertThat(look.report().status().lastSuccessfulRun()).isNull();
  }

  @Test
  void aPersonsRunThatCameALittleBeforeItsPolicyIsThePolicys() {
    World world =
        World.nightly("objectives: {rpo: 24h}").withRun("first", "2026-11-20T11:59:00Z", GOOD);

    assertThat(world.at(NOW).answer("RPOMet")).isEqualTo("True ObjectiveMet");
  }

  @Test
  void theObjectiveTurnsFalseWhileNothingHappens() {
    World world =
        World.nightly("suspend: true", "objectives: {rpo: 6h}").withRun("good", NOW, GOOD);

    World.Look young = world.at(NOW);
    World.Look old = world.after(young).at("2026-11-20T18:30:00.001Z");

    assertThat(young.answer("RPOMet")).isEqualTo("True ObjectiveMet");
    assertThat(young.report().lookAgainAt()).isEqualTo("2026-11-20T18:30:00.001Z");
    assertThat(old.answer("RPOMet")).isEqualTo("False ObjectiveMissed");
    assertThat(PolicyNews.between(young.report().status(), old.report().status()))
        .extracting(PolicyNews::reason)
        .containsExactly(EventReason.OBJECTIVE_MISSED);
  }

  @Test
  void withoutAnObjectiveNothingIsPromisedAndWithoutARunNothingIsKept() {
    assertThat(World.nightly().at(NOW).answer("RPOMet")).isEqualTo("Unknown NoObjective");
    assertThat(World.nightly("objectives: {rpo: 24h}").at(NOW).answer("RPOMet"))
        .isEqualTo("False NoGoodRun");
  }

  @Test
  void onlyAWholeRunThatSucceededCounts() {
    World world =
        World.nightly("objectives: {rpo: 24h}")
            .withRun("degraded", NOW, GOOD.replace("Succeeded", "Degraded"))
            .withRun(World.run("part", NOW, "  targets: [hr]", "  {}", GOOD));

    assertThat(world.at(NOW).answer("RPOMet")).isEqualTo("False NoGoodRun");
    assertThat(world.withRun("good", NOW, GOOD).at(NOW).answer("RPOMet"))
        .isEqualTo("True ObjectiveMet");
  }

  @Test
  void aRunOfWhichOnlyAFurtherRepositoryLacksSomethingIsYoungEnough() {
    World world =
        World.nightly("objectives: {rpo: 24h}")
            .change("repositories: [{name: offsite}, {name: vault}]")
            .withRun("lagging", NOW, in("Degraded", "Complete", "Incomplete"));

    assertThat(world.at(NOW).answer("RPOMet")).isEqualTo("True ObjectiveMet");
    assertThat(world.at(NOW).answer("LastRunSucceeded")).isEqualTo("False RunDegraded");
    assertThat(
            World.nightly("objectives: {rpo: 24h}")
                .withRun("short", NOW, in("Degraded", "Incomplete", "Complete"))
                .at(NOW)
                .answer("RPOMet"))
        .isEqualTo("False NoGoodRun");
  }

  @Test
  void eachFurtherRepositorySaysWhatItHoldsEvenOnceItsRunsAreGone() {
    World world =
        World.nightly()
            .change("repositories: [{name: offsite}, {name: vault}]")
            .withRun("good", NOW, in("Succeeded", "Complete", "Complete"))
            .withRun(
                "lagging",
                NOW,
                in("Degraded", "Complete", "Incomplete")
                    .replace("12:30", "12:45")
                    .replace("12:40", "12:50")
                    .replace("lacking: 0", "lacking: 3"));
    PolicyRepositoryStatus vault =
        new PolicyRepositoryStatus("vault", Instant.parse("2026-11-20T12:40:00Z"), 3);

    World.Look look = world.at(NOW);
    assertThat(look.report().status().repositories().getLast()).isEqualTo(vault);
    assertThat(look.report().status().repositories().getFirst().lastCopyTime())
        .isEqualTo("2026-11-20T12:50:00Z");

    world.after(look);
    assertThat(
            world
                .without("good")
                .without("lagging")
                .at(NOW)
                .report()
                .status()
                .repositories()
                .getLast())
        .isEqualTo(vault);
  }

  private static String in(String phase, String first, String other) {
    return GOOD.replace("Succeeded", phase)
        + """
        repositories:
        - {name: offsite, state: %s}
        - {name: vault, state: %s, copied: 1, lacking: 0}
        """
            .formatted(first, other);
  }

  @Test
  void theLastSuccessIsRememberedAfterItsRunWasDeleted() {
    World world = World.nightly("objectives: {rpo: 24h}").withRun("good", NOW, GOOD);
    world.after(world.at(NOW));

    World.Look look = world.without("good").at(NOW);

    assertThat(look.answer("RPOMet")).isEqualTo("True ObjectiveMet");
    assertThat(look.report().status().lastSuccessfulRun())
        .satisfies(run -> {
          assertThat(run.name()).isEqualTo("good");
          assertThat(run.capturedAt()).isEqualTo(Instant.parse("2026-11-20T12:30:00Z"));
          assertThat(run.size()).isEqualTo("3.0 GiB");
          assertThat(run.stored()).isEqualTo("1.0 MiB");
        });
    assertThat(look.report().status().repositories().getFirst().lastCopyTime())
        .isEqualTo("2026-11-20T12:40:00Z");
  }

  @Test
  void failuresInARowAreCountedUpToTheLastSuccess() {
    World world =
        World.nightly()
            .withRun("good", NOW, GOOD)
            .withRun("bad-1", NOW, ended("Failed", 13))
            .withRun("stopped", NOW, ended("Cancelled", 14))
            .withRun("bad-2", NOW, ended("Missed", 15));

    World.Look look = world.at(NOW);

    assertThat(look.report().status().consecutiveFailures()).isEqualTo(2);
    assertThat(look.answer("LastRunSucceeded")).isEqualTo("False RunMissed");
    assertThat(look.condition("LastRunSucceeded").getMessage()).isEqualTo("bad-2 was missed: why");
  }

  @Test
  void aRunThatOnlyItsAfterHookSpoiltEndsARowOfFailures() {
    World world =
        World.nightly()
            .withRun("bad", NOW, ended("Failed", 12))
            .withRun("spoilt", NOW, ended("Degraded", 13) + "reason: AfterHookFailed\n")
            .withRun("worse", NOW, ended("Failed", 14));

    assertThat(world.at(NOW).report().status().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void finishedRunsBeyondTheLimitsGoButNeverActiveHeldOrTheNewestGoodOnes() {
    World world =
        World.nightly("successfulRunsHistoryLimit: 1", "failedRunsHistoryLimit: 1")
            .withRun("good", NOW, GOOD)
            .withRun(World.run("part", NOW, "  targets: [hr]", "  {}", ended("Succeeded", 15)))
            .withRun("good-older", NOW, GOOD.replace("T12", "T11"))
            .withRun("bad-1", NOW, ended("Failed", 13))
            .withRun("bad-2", NOW, ended("Failed", 14))
            .withRun("bad-3", NOW, ended("Missed", 15))
            .withRun(
                World.run(
                    "bad-held",
                    NOW,
                    "  hold: {until: \"2027-01-01T00:00:00Z\"}",
                    "  {}",
                    ended("Failed", 12)))
            .withRun("running", NOW, "  phase: Running");

    assertThat(world.at(NOW).decision().prune()).containsExactly("good-older", "bad-1", "bad-2");
  }

  @Test
  void theRunThatIsGoingOnIsNamed() {
    World world =
        World.nightly().withRun("a", NOW, "  phase: Queued").withRun("b", NOW, "  phase: Running");

    assertThat(world.at(NOW).report().status().activeRun()).isEqualTo("b");
    assertThat(world.at(NOW).report().status().source()).isEqualTo("postgresql db.example.org");
  }

  @Test
  void aPolicyThatBecomesInvalidAndIsMendedIsToldOnceEach() {
    World world = World.nightly();
    World.Look fine = world.at(NOW);
    World.Look broken = world.after(fine).change("timeZone: Nowhere").at(NOW);
    World.Look mended = world.after(broken).change("timeZone: Etc/UTC").at(NOW);

    assertThat(reasons(broken)).containsExactly(EventReason.POLICY_NOT_READY);
    assertThat(reasons(mended)).containsExactly(EventReason.POLICY_READY);
    assertThat(reasons(world.after(mended).at(NOW))).isEmpty();
  }

  private static List<EventReason> reasons(World.Look look) {
    return PolicyNews.between(look.seen().status(), look.report().status()).stream()
        .map(PolicyNews::reason)
        .toList();
  }

  private static String ended(String phase, int hour) {
    return "phase: %s\nmessage: why\ncompletionTime: \"2026-11-20T%d:00:00Z\"\n"
        .formatted(phase, hour);
  }
}
