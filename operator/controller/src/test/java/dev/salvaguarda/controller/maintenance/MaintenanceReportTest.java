package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositorySpec;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.MaintenanceSpec;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceFacts;
import dev.salvaguarda.domain.maintenance.MaintenancePhase;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.Damage;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RetentionResult;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintenanceReportTest {
  private static final Instant DUE = Instant.parse("2026-11-26T03:30:00Z");
  private static final Instant NOW = Instant.parse("2026-11-26T03:50:00Z");
  private static final AttemptMemory KNOWN =
      new AttemptMemory(1, DUE, DUE.plusSeconds(36_000), null, null);
  private static final Failure GAVE_WAY =
      new Failure(FailureReason.MAINTENANCE_INTERRUPTED, "The pass gives way to run friday.");

  private final BackupRepository repository = repository();

  @Test
  void theEndOfAPassTellsWhatAllItsAttemptsRemovedAndFreed() {
    look(new RetryLater(KNOWN, GAVE_WAY, false, result(50, 4096L, false), NOW));
    assertThat(told().snapshotsRemoved()).isEqualTo(50);
    assertThat(told().bytesFreed()).isEqualTo(4096);

    Finish end = succeeded(result(0, 1024L, true));
    String words = MaintenanceSentence.of(end, PassTally.of(seen(), end));
    PassStory story = look(end);

    var last = Objects.requireNonNull(told().last());
    assertThat(last.snapshotsRemoved()).isEqualTo(50);
    assertThat(last.bytesFreed()).isEqualTo(5120);
    assertThat(words)
        .isEqualTo(
            "50 snapshots were removed, 5.0 KiB were freed, all that the 7 snapshots need is there.");
    assertThat(story.conditions()).extracting(Condition::getMessage).containsExactly(words);
  }

  @Test
  void aPassThatFailsSaysWhatItRemovedBefore() {
    look(new RetryLater(KNOWN, GAVE_WAY, false, result(1, null, false), NOW));

    PassStory story = look(new Finish(MaintenancePhase.FAILED, KNOWN, GAVE_WAY, false, null, NOW));

    assertThat(story.conditions())
        .extracting(Condition::getMessage)
        .containsExactly("The pass gives way to run friday. 1 snapshot was removed.");
  }

  @Test
  void whatAPassDidStaysUntilAnotherIsDueAndCountsForThatOneNoMore() {
    look(succeeded(result(50, 4096L, true)));
    look(new Idle(NOW));
    assertThat(told().snapshotsRemoved()).isEqualTo(50);

    look(new Await(DUE.plusSeconds(86_400), NOW, "A pass is due."));

    assertThat(told().snapshotsRemoved()).isNull();
    assertThat(told().bytesFreed()).isNull();
    look(succeeded(result(3, 10L, true)));
    assertThat(told().snapshotsRemoved()).isEqualTo(3);
  }

  @Test
  void damageThatNobodyWillLookAtAgainSaysSoAndOnlyAsLongAsThatIsSo() {
    Condition damaged =
        new ConditionSet(List.of())
            .with(
                ConditionFact.unmet(
                    ConditionType.MAINTAINED,
                    new Failure(FailureReason.REPOSITORY_CORRUPT, "A pack is missing.")),
                1L,
                NOW)
            .conditions()
            .getFirst();
    repository.setStatus(
        Serialization.unmarshal(
            "maintenance: {phase: Degraded, dueTime: '2026-11-26T03:30:00Z', damage: {packCount: 1}}",
            BackupRepositoryStatus.class));
    MaintenanceSpec asked = repository.getSpec().maintenance();

    assertThat(words(damaged)).isEqualTo("A pack is missing.");
    ask(null);
    Condition noted = told(damaged);
    assertThat(noted.getMessage())
        .isEqualTo(
            "A pack is missing. No pass is due that could find it whole again: set"
                + " spec.maintenance.");
    assertThat(told(noted)).isEqualTo(noted);
    ask(asked);
    assertThat(words(noted)).isEqualTo("A pack is missing.");
  }

  private void ask(@Nullable MaintenanceSpec maintenance) {
    ObjectNode spec =
        Serialization.unmarshal(Serialization.asJson(repository.getSpec()), ObjectNode.class);
    spec.set(
        "maintenance", Serialization.unmarshal(Serialization.asJson(maintenance), JsonNode.class));
    repository.setSpec(Serialization.unmarshal(spec.toString(), BackupRepositorySpec.class));
  }

  private String words(Condition before) {
    return told(before).getMessage();
  }

  private Condition told(Condition before) {
    return MaintenanceReport.next(List.of(before), seen(), new Idle(NOW), NOW)
        .conditions()
        .getFirst();
  }

  private static Finish succeeded(MaintenanceResult result) {
    return new Finish(MaintenancePhase.SUCCEEDED, KNOWN, null, false, result, NOW);
  }

  /** Does not only say what comes of a look, but writes it down for the next one. */
  private PassStory look(Step step) {
    PassStory story = MaintenanceReport.next(List.of(), seen(), step, NOW);
    repository.setStatus(
        Serialization.unmarshal(
            Serialization.asJson(Map.of("maintenance", Objects.requireNonNull(story.status()))),
            BackupRepositoryStatus.class));
    return story;
  }

  private MaintenanceStatus told() {
    return PassSubject.of(repository).told();
  }

  private MaintenanceSeen seen() {
    PassSubject subject = PassSubject.of(repository);
    MaintenanceSchedule schedule = MaintenanceSchedule.of(subject, NOW);
    return new MaintenanceSeen(
        subject,
        schedule,
        new MaintenanceFacts(
            "offsite",
            schedule.cadence(),
            schedule.since(),
            MaintenanceStatusMemory.of(subject.told()),
            new Readiness.Ready(),
            List.of(),
            new Turn.Free(),
            new WorkerFact.None(),
            null,
            false,
            WorkerLimits.defaults()),
        WorkerSeen.none(),
        List.of(),
        List.of(),
        KnownDamage.NONE);
  }

  private static MaintenanceResult result(int removed, @Nullable Long freed, boolean whole) {
    RetentionResult retention =
        new RetentionResult(
            "city",
            "payroll",
            NOW,
            "keepDaily=3",
            7,
            removed,
            0,
            9,
            null,
            Map.of(),
            List.of(),
            null);
    return new MaintenanceResult(
        MaintenanceResult.VERSION,
        whole ? Outcome.SUCCEEDED : Outcome.FAILED,
        whole ? null : GAVE_WAY,
        "0.18.1",
        List.of(retention),
        freed,
        whole ? new MaintenanceResult.Check(7, 3, 40, 9, 0) : null,
        null,
        Damage.NONE,
        List.of(),
        List.of(),
        List.of(),
        0,
        0);
  }

  private static BackupRepository repository() {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: offsite, namespace: city, uid: offsite-uid, generation: 1}
        spec: {maintenance: {cron: "30 3 * * *", timeZone: Etc/UTC}}
        status:
          maintenance: {phase: Running, dueTime: "2026-11-26T03:30:00Z", attempt: 1}
        """,
        BackupRepository.class);
  }
}
