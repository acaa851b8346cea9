package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a recovery takes its copies from. */
class OtherPlacesTest {
  private static final String DAMAGED =
      "conditions: [{type: Restorable, status: 'False', reason: DataDamaged, message: x}]";
  private static final RestorePlan PLAN =
      new RestorePlan("nightly", "first", "offsite", null, List.of(part("p1")));
  private static final RestorePlan IN_VAULT =
      new RestorePlan("nightly", "first", "vault", null, List.of(part("v1")));

  private final List<String> asked = new ArrayList<>();

  @Test
  void whatIsReadyAndNotDamagedIsTakenFromTheFirstPlace() {
    assertThat(placed("True", "phase: Succeeded")).isEqualTo(PLAN);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsDamagedOrNotReadyIsTakenFromAPlaceThatHasIt() {
    assertThat(placed("True", DAMAGED)).isEqualTo(IN_VAULT);
    assertThat(placed("False", "phase: Succeeded")).isEqualTo(IN_VAULT);
  }

  @Test
  void aPlaceThatDoesNotAnswerKeepsNobodyFromAskingTheNext() {
    assertThat(placed("False", "phase: Succeeded")).isEqualTo(IN_VAULT);
    assertThat(asked).containsExactly("silent", "vault");
  }

  private RestorePlan placed(String ready, String status) {
    BackupRun run =
        Serialization.unmarshal(
            """
            metadata: {name: first, namespace: city, uid: uid-first, creationTimestamp: "2026-03-01T22:00:00Z"}
            spec: {policyRef: {name: nightly}}
            status:
              targets: [{name: payroll, snapshotId: p1}]
              repositories: [{name: offsite}, {name: silent}, {name: vault}]
              %s
            """
                .formatted(status),
            BackupRun.class);
    return new OtherPlaces(
            (repository, _, _) -> copies(repository.getMetadata().getName()),
            name -> repository(name, name.equals("offsite") ? ready : "True"))
        .reachable(PLAN, List.of(run));
  }

  private Map<String, String> copies(String repository) {
    asked.add(repository);
    if (repository.equals("silent")) {
      throw new ArchiveAccessException(
          new Failure(FailureReason.REPOSITORY_UNREACHABLE, "It did not answer."));
    }
    return Map.of("p1", "v1");
  }

  private static BackupRepository repository(String name, String ready) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: city}
        status:
          conditions: [{type: Ready, status: "%s", reason: Reconciled, message: x, lastTransitionTime: "2026-03-01T22:00:00Z"}]
        """
            .formatted(name, ready),
        BackupRepository.class);
  }

  private static Part part(String snapshot) {
    return new Part("payroll", snapshot, null, "5a".repeat(32));
  }
}
