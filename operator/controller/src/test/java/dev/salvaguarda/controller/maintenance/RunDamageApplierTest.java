package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.repository.FoundDamage;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.condition.ConditionFact.Truth;
import dev.salvaguarda.controller.maintenance.RunDamageApplier.Mended;
import dev.salvaguarda.controller.retention.KnownDamage;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run says of what is damaged. */
class RunDamageApplierTest {
  private static final String DAMAGED =
      "conditions: [{type: Restorable, status: 'False', reason: DataDamaged, message: x}]";
  private static final Mended FOUND = new Mended(List.of(found("p1")), false);

  @Test
  void aRunWithADamagedSnapshotNamesTheTargetThePackAndTheRepository() {
    assertThat(
            RunDamageApplier.fact(
                run("targets: [{name: tax, snapshotId: t1}, {name: payroll, snapshotId: p1}]"),
                "offsite",
                damage("p1", "uid-nightly"),
                FOUND))
        .hasValueSatisfying(fact -> {
          assertThat(fact.truth()).isEqualTo(Truth.FALSE);
          assertThat(fact.reason()).isEqualTo("DataDamaged");
          assertThat(fact.message())
              .isEqualTo(
                  "The snapshot p1 of payroll needs content of the pack ab12cd34, which is damaged or missing in repository offsite. This stays known until whoever found it has looked again and found it whole.");
        });
  }

  @Test
  void aSnapshotOfWhichOnlyTheIdIsRememberedIsToldAsTheRunsTarget() {
    BackupRun run = run("targets: [{name: tax, snapshotId: t1}, {name: payroll, snapshotId: p1}]");
    DamageStatus remembered = FoundDamage.of("gone", "gone", Instant.EPOCH, found("p1")).damage();
    KnownDamage known = new KnownDamage(remembered.snapshots(), Set.of(), true, true);

    assertThat(RunDamageApplier.fact(run, "offsite", known, FOUND))
        .hasValueSatisfying(fact ->
            assertThat(fact.message())
                .startsWith(
                    "The snapshot p1 of payroll can't be read whole in repository offsite. "));
    assertThat(RunDamageApplier.targets(run, known)).containsExactly("payroll");
  }

  @Test
  void aRunThatNeverHadDamageSaysNothing() {
    BackupRun run = run("targets: [{name: payroll, snapshotId: p1}]");

    assertThat(RunDamageApplier.fact(run, "offsite", KnownDamage.NONE, FOUND)).isEmpty();
    assertThat(RunDamageApplier.fact(run, "offsite", damage("p2", "uid-other"), FOUND)).isEmpty();
  }

  @Test
  void aSnapshotOfAnEarlierAttemptIsNotTheRuns() {
    assertThat(
            RunDamageApplier.fact(
                run("targets: [{name: payroll, snapshotId: p2}]"),
                "offsite",
                damage("p1", "uid-nightly"),
                FOUND))
        .isEmpty();
  }

  @Test
  void aTargetThatTheRunHadNoRoomToListIsFoundByTheRunsUid() {
    assertThat(
            RunDamageApplier.fact(
                run("{targetsOmitted: 1, targets: [{name: tax, snapshotId: t1}]}"),
                "offsite",
                damage("p1", "uid-nightly"),
                FOUND))
        .isPresent();
  }

  @Test
  void whatIsMendedIsSaidOnceNothingIsLeftUnnamed() {
    BackupRun run = run("{targets: [{name: payroll, snapshotId: p1}], %s}".formatted(DAMAGED));

    assertThat(RunDamageApplier.fact(run, "offsite", KnownDamage.NONE, FOUND))
        .hasValueSatisfying(fact -> {
          assertThat(fact.truth()).isEqualTo(Truth.TRUE);
          assertThat(fact.reason()).isEqualTo("DataMended");
        });
    assertThat(
            RunDamageApplier.fact(
                run, "offsite", new KnownDamage(List.of(), Set.of(), true, false), FOUND))
        .isEmpty();
  }

  /** Its policy may be gone, or read another repository by now. */
  @Test
  void whatSomebodyElseFoundIsNotMendedBecauseNobodyNamesItAnyMore() {
    BackupRun run = run("{targets: [{name: payroll, snapshotId: p1}], %s}".formatted(DAMAGED));

    assertThat(
            RunDamageApplier.fact(run, "offsite", KnownDamage.NONE, new Mended(List.of(), false)))
        .isEmpty();
    assertThat(
            RunDamageApplier.fact(
                run, "offsite", KnownDamage.NONE, new Mended(List.of(found("p2")), false)))
        .isEmpty();
    assertThat(RunDamageApplier.fact(run, "offsite", KnownDamage.NONE, new Mended(List.of(), true)))
        .hasValueSatisfying(fact -> assertThat(fact.truth()).isEqualTo(Truth.TRUE));
  }

  @Test
  void aRunThatAnotherRepositoryGotWholeSaysThatItRestoresFromThere() {
    String copies =
        "repositories: [{name: offsite, state: Complete}, {name: %s, state: %s}]"
            + "\n  targets: [{name: payroll, snapshotId: p1}]";

    assertThat(damaged(copies.formatted("vault", "Complete")))
        .contains(" Repository vault got all of it, and a recovery takes it from there.");
    assertThat(damaged(copies.formatted("vault", "Incomplete"))).doesNotContain("vault");
  }

  private static String damaged(String status) {
    return RunDamageApplier.fact(run(status), "offsite", damage("p1", "uid-nightly"), FOUND)
        .orElseThrow()
        .message();
  }

  private static DamageStatus found(String snapshot) {
    return new DamageStatus(0, List.of(), 1, damage(snapshot, "uid-nightly").snapshots());
  }

  private static KnownDamage damage(String snapshot, String uid) {
    return new KnownDamage(
        List.of(
            new Lacking(snapshot, "city/payroll", "nightly", uid, "payroll", List.of("ab12cd34"))),
        Set.of(),
        true,
        true);
  }

  private static BackupRun run(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: nightly, namespace: city, uid: uid-nightly}
        spec: {policyRef: {name: payroll}}
        status: {phase: Succeeded}
        """
            .replace("{phase: Succeeded}", "\n  " + status),
        BackupRun.class);
  }
}
