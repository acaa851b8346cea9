package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.domain.restore.CopyChoice;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.SourceAnswer;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the copies that runs tell of a restore brings back. */
class RunCopiesTest {
  private static final String SHA = "5a".repeat(32);

  @Test
  void theNewestCompleteCopyOfEachTargetIsChosen() {
    RestorePlan plan =
        found(
            policy(
                run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Succeeded"),
                run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded", "mail: Failed")),
            List.of());

    assertThat(ids(plan)).containsExactly("mail-first", "payroll-second");
    assertThat(plan.run()).isNull();
    assertThat(plan.capturedAt()).isEqualTo(Instant.parse("2026-03-01T22:00:00Z"));
  }

  @Test
  void aCopyThatFellShortIsChosenOnlyWhereThereIsNoCompleteOne() {
    RestorePlan plan =
        found(
            policy(
                run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "share: Degraded"),
                run("second", "2026-03-02T22:00:00Z", "payroll: Degraded", "share: Degraded")),
            List.of());

    assertThat(ids(plan)).containsExactly("payroll-first", "share-second");
  }

  @Test
  void damageOfOneTargetMakesNoOlderCopyOfAnotherTheNewest() {
    BackupRun damaged =
        run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded", "archive: Succeeded");
    damaged.setStatus(
        damaged
            .getStatus()
            .withConditions(
                List.of(
                    new ConditionBuilder()
                        .withType("Restorable")
                        .withStatus("False")
                        .withMessage("It is damaged.")
                        .build()))
            .withDamagedTargets(List.of("archive")));
    CopyChoice choice =
        policy(
            run(
                "first",
                "2026-03-01T22:00:00Z",
                "payroll: Succeeded",
                "archive: Succeeded",
                "dropped: Succeeded"),
            damaged);

    assertThat(ids(found(choice, List.of()))).containsExactly("archive-first", "payroll-second");
  }

  @Test
  void whatTheNewestRunDoesNotKnowAnyMoreIsNotBroughtBackUnasked() {
    CopyChoice choice =
        policy(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "dropped: Succeeded"),
            run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded"));

    assertThat(ids(found(choice, List.of()))).containsExactly("payroll-second");
    assertThat(found(choice, List.of()).run()).isEqualTo("second");
  }

  @Test
  void aFurtherRepositoryThatLagsBringsNothingBackThatTheNewestRunDoesNotKnow() {
    BackupRun lagging =
        Serialization.unmarshal(
            """
            metadata: {name: second, namespace: city}
            spec: {policyRef: {name: nightly}}
            status:
              phase: Degraded
              capturedAt: "2026-03-02T22:00:00Z"
              targets: [{name: payroll, phase: Succeeded, snapshotId: payroll-second}]
              repositories:
              - {name: offsite, state: Complete}
              - {name: elsewhere, state: Incomplete}
            """,
            BackupRun.class);
    CopyChoice choice =
        policy(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "dropped: Succeeded"),
            lagging);

    assertThat(ids(found(choice, List.of()))).containsExactly("payroll-second");
  }

  @Test
  void aRunThatWasAskedForSomeTargetsHidesNoneOfTheOthers() {
    BackupRun some =
        askedFor("[payroll]", run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded"));
    CopyChoice choice =
        policy(run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Succeeded"), some);

    assertThat(ids(found(choice, List.of()))).containsExactly("mail-first", "payroll-second");
  }

  @Test
  void aPolicyOfWhichNoRunHasACopyHasNone() {
    assertThat(policy(run("first", "2026-03-01T22:00:00Z", "payroll: Failed")).of(List.of()))
        .isEqualTo(new SourceAnswer.Impossible("BackupPolicy nightly has no copy that is known."));
  }

  @Test
  void aTargetOfWhichThereIsNoCopyIsNamedTogetherWithThoseThereAre() {
    CopyChoice choice =
        RunCopies.ofRun(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Failed"), "offsite");

    assertThat(choice.of(List.of("payroll", "mail")))
        .isEqualTo(
            new SourceAnswer.Impossible("BackupRun first has no copy of mail; it has payroll."));
  }

  @Test
  void aRunsCopyCarriesItsSizeAndHash() {
    RestorePlan plan =
        found(
            RunCopies.ofRun(run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded"), "offsite"),
            List.of("payroll"));

    assertThat(plan)
        .isEqualTo(
            new RestorePlan(
                "nightly",
                "first",
                "offsite",
                Instant.parse("2026-03-01T22:00:00Z"),
                List.of(new Part("payroll", "payroll-first", 1000L, SHA))));
  }

  @Test
  void moreThanFortyTargetsHaveToBeNamed() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      many.put("db" + i, "id-" + i);
    }
    CopyChoice choice =
        RunCopies.ofRun(run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded"), "offsite")
            .with(many, 60);

    assertThat(choice.of(List.of()))
        .isInstanceOfSatisfying(
            SourceAnswer.Impossible.class,
            no -> assertThat(no.why()).contains("copies of 61 targets", "name some in targets"));
    assertThat(ids(found(choice, List.of("db59")))).containsExactly("id-59");
  }

  /** A test that passed would otherwise speak for targets that it never saw. */
  @Test
  void aPolicyOfWhichNotAllTargetsAreListedIsNotRestoredInPartUnnoticed() {
    BackupRun cut = run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Succeeded");
    cut.setStatus(
        Serialization.unmarshal(
            Serialization.asYaml(cut.getStatus()) + "targetsOmitted: 50\n", BackupRunStatus.class));
    CopyChoice choice = policy(cut);

    assertThat(choice.of(List.of()))
        .isEqualTo(
            new SourceAnswer.Impossible(
                "BackupPolicy nightly has more targets than are listed, and none may be left out"
                    + " unnoticed: name some in targets, or divide the policy."));
    assertThat(ids(found(choice, List.of("payroll")))).containsExactly("payroll-first");
    assertThat(
            ids(
                found(
                    policy(cut, run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded")),
                    List.of())))
        .containsExactly("payroll-second");
  }

  /** A test that passed would otherwise speak for a target that was never copied. */
  @Test
  void aTargetThatNoRunCouldCopyIsNotLeftOutUnnoticed() {
    CopyChoice choice =
        policy(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Failed"),
            run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded", "mail: Failed"));

    assertThat(choice.of(List.of()))
        .isEqualTo(
            new SourceAnswer.Impossible(
                "BackupPolicy nightly has no copy of mail; it has payroll, which can be named in"
                    + " targets."));
    assertThat(ids(found(choice, List.of("payroll")))).containsExactly("payroll-second");
  }

  @Test
  void aRunIsNotRestoredInPartUnnoticed() {
    CopyChoice choice =
        RunCopies.ofRun(
            run("first", "2026-03-01T22:00:00Z", "payroll: Failed", "mail: Succeeded"), "offsite");

    assertThat(choice.of(List.of()))
        .isEqualTo(
            new SourceAnswer.Impossible(
                "BackupRun first has no copy of payroll; it has mail, which can be named in"
                    + " targets."));
    assertThat(ids(found(choice, List.of("mail")))).containsExactly("mail-first");
  }

  @Test
  void ofTargetsThatARunDoesNotListThoseThatFailedAreMissedToo() {
    CopyChoice choice =
        RunCopies.ofRun(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Succeeded"),
            "offsite");

    assertThat(choice.with(Map.of("share", "share-first"), 2).of(List.of()))
        .isInstanceOfSatisfying(
            SourceAnswer.Impossible.class,
            no -> assertThat(no.why()).contains("more targets than are listed"));
    assertThat(
            ids(
                found(
                    choice.with(Map.of("share", "share-first", "payroll", "payroll-first"), 1),
                    List.of())))
        .containsExactly("payroll-first", "mail-first", "share-first");
  }

  @Test
  void aTargetOfARunThatCopiedNothingCountsToo() {
    assertThat(
            policy(
                    run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded"),
                    run("second", "2026-03-02T22:00:00Z", "payroll: Failed", "mail: Failed"))
                .of(List.of()))
        .isInstanceOfSatisfying(
            SourceAnswer.Impossible.class, no -> assertThat(no.why()).contains("no copy of mail"));
  }

  @Test
  void aTargetThatOnlyAPersonAskedForAndThatIsNotThereBlocksNothing() {
    CopyChoice choice =
        policy(
            run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded"),
            askedFor("[payrol]", run("second", "2026-03-02T22:00:00Z", "payrol: Failed")));

    assertThat(ids(found(choice, List.of()))).containsExactly("payroll-first");
  }

  @Test
  void runsThatWereAskedForSomeTargetsDoNotSayThatThereAreNoOthers() {
    CopyChoice choice =
        policy(askedFor("[payroll]", run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded")));

    assertThat(choice.of(List.of()))
        .isInstanceOfSatisfying(
            SourceAnswer.Impossible.class,
            no -> assertThat(no.why()).contains("no run yet that was asked for all its targets"));
    assertThat(ids(found(choice, List.of("payroll")))).containsExactly("payroll-first");
  }

  @Test
  void copiesOfAnotherRepositoryAreNotMixedInAndWhatIsOnlyThereIsMissed() {
    BackupRun moved = run("second", "2026-03-02T22:00:00Z", "payroll: Succeeded", "mail: Failed");
    CopyChoice choice =
        RunCopies.ofPolicy(
            "nightly",
            List.of(
                moved,
                run("first", "2026-03-01T22:00:00Z", "payroll: Succeeded", "mail: Succeeded")),
            run -> Optional.of(run.equals(moved) ? "new" : "old"));

    assertThat(choice.of(List.of()))
        .isInstanceOfSatisfying(
            SourceAnswer.Impossible.class, no -> assertThat(no.why()).contains("no copy of mail"));
    assertThat(ids(found(choice, List.of("payroll")))).containsExactly("payroll-second");
  }

  private static BackupRun askedFor(String targets, BackupRun run) {
    run.setSpec(
        Serialization.unmarshal(
            "policyRef: {name: nightly}\ntargets: %s\n".formatted(targets), BackupRunSpec.class));
    return run;
  }

  private static CopyChoice policy(BackupRun... runs) {
    return RunCopies.ofPolicy("nightly", List.of(runs), _ -> Optional.of("offsite"));
  }

  private static RestorePlan found(CopyChoice choice, List<String> targets) {
    SourceAnswer answer = choice.of(targets);
    assertThat(answer).isInstanceOf(SourceAnswer.Found.class);
    return ((SourceAnswer.Found) answer).plan();
  }

  private static List<String> ids(RestorePlan plan) {
    return plan.parts().stream().map(Part::snapshotId).toList();
  }

  /** A run with targets such as {@code payroll: Succeeded}; a failed one has no snapshot. */
  private static BackupRun run(String name, String capturedAt, String... targets) {
    List<String> lines = new ArrayList<>();
    for (String target : targets) {
      String[] parts = target.split(": ", -1);
      String copy =
          parts[1].equals("Failed")
              ? ""
              : ", snapshotId: %s-%s, size: 1000, bytesRead: 23, sha256: %s"
                  .formatted(parts[0], name, SHA);
      lines.add("    - {name: %s, phase: %s%s}".formatted(parts[0], parts[1], copy));
    }
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: city}
        spec: {policyRef: {name: nightly}}
        status:
          phase: Succeeded
          capturedAt: "%s"
          targets:
        %s
        """
            .formatted(name, capturedAt, String.join("\n", lines)),
        BackupRun.class);
  }
}
