package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt leaves in the further repositories, and what it says of them. */
class ReplicatorTest {
  private static final Map<String, Long> TWO = Map.of("payroll", 100L, "wages", 200L);

  @TempDir Path folder;
  private RunsInADirectory runs;

  @BeforeEach
  void makeRepositories() {
    runs = new RunsInADirectory(folder);
    runs.replicateTo(3600, "vault", "town");
  }

  @Test
  void eachRepositoryGetsEverySnapshotOnce() {
    CopyResult first = runs.run(1, TWO);
    CopyResult second = runs.run(2, TWO);

    assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(first.replicas())
        .extracting(ReplicaResult::repository, ReplicaResult::copied, ReplicaResult::snapshots)
        .containsExactly(tuple("vault", 2, 2), tuple("town", 2, 2));
    assertThat(replica(second, "town"))
        .isEqualTo(
            new ReplicaResult(
                "town", Outcome.SUCCEEDED, 2, 0, 4, replica(second, "town").bytesStored(), null));
    assertThat(origins("vault")).containsExactlyElementsOf(ids());
    assertThat(origins("town")).containsExactlyElementsOf(ids());
  }

  @Test
  void oneThatIsAwayKeepsNeitherTheFirstNorTheOtherFromTheirCopies() {
    runs.setAway("vault", true);

    CopyResult result = runs.run(1, TWO);

    assertThat(result.hasAllTargets()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(result.failure())
        .isEqualTo(
            new Failure(
                FailureReason.REPOSITORY_UNREACHABLE, "Repository vault: The store is away."));
    assertThat(replica(result, "vault").outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(replica(result, "vault").lacking()).isNull();
    assertThat(replica(result, "town").outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void whatItMissedIsCaughtUpByTheNextRunTheOldestFirst() {
    runs.setAway("vault", true);
    CopyResult _ = runs.run(1, TWO);
    CopyResult _ = runs.run(2, TWO);
    runs.setAway("vault", false);

    CopyResult third = runs.run(3, TWO);

    assertThat(third.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(replica(third, "vault").copied()).isEqualTo(6);
    assertThat(origins("vault")).containsExactlyElementsOf(ids());
  }

  @Test
  void whatWasRemovedThereIsNotBroughtBack() {
    CopyResult _ = runs.run(1, TWO);
    CopyResult _ = runs.run(2, TWO);
    Snapshot oldest = runs.replica("vault").list().getFirst();
    runs.forget("vault", oldest.id());

    CopyResult third = runs.run(3, TWO);

    assertThat(replica(third, "vault").copied()).isEqualTo(2);
    assertThat(replica(third, "vault").lacking()).isZero();
    assertThat(origins("vault")).doesNotContain(oldest.origin()).hasSize(5);
  }

  @Test
  void snapshotsOfOtherPoliciesAreNotCopied() {
    runs.fill(3, 0);
    CopyResult _ = runs.of(1).policy("weekly").copy(TWO);

    CopyResult _ = runs.run(2, Map.of("wages", 200L));

    assertThat(origins("town")).hasSize(3);
  }

  @Test
  void withoutTimeNothingIsBegunAndTheNextRunGoesOn() {
    runs.replicateTo(0, "vault", "town");
    CopyResult first = runs.run(1, TWO);
    runs.replicateTo(3600, "vault", "town");
    CopyResult second = runs.run(2, TWO);

    assertThat(first.failure())
        .isEqualTo(
            new Failure(
                FailureReason.COPIES_BEHIND,
                "Repository vault lacks 2 snapshots of the policy: the time for copying is over, and"
                    + " the next run goes on"));
    assertThat(replica(first, "vault").lacking()).isEqualTo(2);
    assertThat(second.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(origins("vault")).containsExactlyElementsOf(ids());
  }

  @Test
  void aRepositoryThatIsNotThereIsToldOf() {
    runs.withoutReplica("gone");

    CopyResult result = runs.run(1, TWO);

    assertThat(result.hasAllTargets()).isTrue();
    assertThat(result.replicas())
        .containsExactly(
            ReplicaResult.unseen(
                "gone",
                Outcome.DEGRADED,
                new Failure(FailureReason.REPOSITORY_MISSING, "There is no gone")));
  }

  private static ReplicaResult replica(CopyResult result, String name) {
    return result.replicas().stream()
        .filter(one -> one.repository().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** In the order in which they were captured. */
  private List<FileId> ids() {
    return runs.first().list().stream().map(Snapshot::id).toList();
  }

  private List<FileId> origins(String name) {
    return runs.replica(name).list().stream().map(Snapshot::origin).toList();
  }
}
