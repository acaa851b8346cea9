package dev.salvaguarda.controller.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositoryGathererTest {
  private static final BackupRepository THIS = repository("this", "city", "own");

  @Test
  void theKeyThatAnotherObjectForThePlaceNamesIsUsedByIt() {
    assertThat(used(THIS, repository("other", "city", "shared"))).containsExactly("k-shared");
  }

  @Test
  void aPlaceIsTheSameHoweverItIsWritten() {
    assertThat(used(THIS, repository("other", "city/", "shared"))).containsExactly("k-shared");
  }

  @Test
  void whatTheOtherObjectIsToBeRidOfIsNotUsedByIt() {
    BackupRepository other = repository("other", "city", "shared");

    assertThat(used(THIS, other)).doesNotContain("k-former");
  }

  @Test
  void anotherPlaceAndTheObjectItselfUseNothing() {
    assertThat(used(THIS, THIS, repository("other", "town", "shared"))).isEmpty();
  }

  @Test
  void aRepositoryThatWasFoundElsewhereIsStillTheOneThatIsExpected() {
    BackupRepository moved = repository("moved", "town", "own");
    moved.setStatus(moved.getStatus().withProbed("ab".repeat(32), "s3:x/city", 1, "0s", List.of()));

    assertThat(RepositoryGatherer.expectedId(moved)).isEqualTo("ab".repeat(32));
    assertThat(RepositoryGatherer.expectedId(THIS)).isNull();
  }

  @Test
  void aPassOfMaintenanceChangesWhatARepositoryHoldsAsACopyDoes() {
    BackupRepository maintained = repository("maintained", "city", "own");
    maintained.setStatus(
        Serialization.unmarshal(
            """
            maintenance:
              completionTime: "2026-03-08T03:30:00Z"
              last: {completionTime: "2026-03-01T03:30:00Z"}
            """,
            BackupRepositoryStatus.class));
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            metadata: {name: payroll, namespace: payroll}
            status: {repositories: [{name: maintained, lastCopyTime: "2026-03-07T22:00:00Z"}]}
            """,
            BackupPolicy.class);

    assertThat(RepositoryGatherer.lastChange(maintained, List.of(policy)))
        .contains(Instant.parse("2026-03-08T03:30:00Z"));
    assertThat(RepositoryGatherer.lastChange(THIS, List.of(policy))).isEmpty();
  }

  private static Set<String> used(BackupRepository of, BackupRepository... all) {
    return RepositoryGatherer.usedByOthers(of, List.of(all));
  }

  /** Its status ties the key to the reference of its spec, and one to a reference that left it. */
  private static BackupRepository repository(String name, String prefix, String secret) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: %1$s, namespace: payroll, uid: uid-%1$s}
        spec:
          s3:
            endpoint: https://s3.example.org
            bucket: archive
            prefix: %2$s
            credentialsRef: {name: s3}
          encryption: {passwordRef: {name: %3$s}}
        status:
          keys:
            - {ref: %3$s/password, id: k-%3$s, addedByOperator: true}
            - {ref: former/password, id: k-former, addedByOperator: true}
        """
            .formatted(name, prefix, secret),
        BackupRepository.class);
  }
}
