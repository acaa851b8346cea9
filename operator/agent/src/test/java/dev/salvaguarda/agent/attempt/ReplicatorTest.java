package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        .extracting(ReplicaResult::repository, ReplicaResult::copied)
        .containsExactly(tuple("vault", 2), tuple("town", 2));
    assertThat(replica(second, "town"))
        .isEqualTo(
            new ReplicaResult(
                "town", Outcome.SUCCEEDED, 2, 0, replica(second, "town").bytesStored(), null));
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
  void aRunMakesNoMoreRequestsAmongFiveHundredSnapshotsThanAmongFive() {
    assertThat(requestsAmong(500)).isEqualTo(requestsAmong(5));
  }

  private Map<String, Long> requestsAmong(int others) {
    RunsInADirectory world = new RunsInADirectory(folder.resolve("among-" + others));
    world.replicateTo(3600, "vault");
    world.fill(others, 1);
    world.fill("vault", others, 1);
    CopyResult _ = world.run(3, TWO);

    CopyResult second = world.of(5).withGuards(Guards.none()).copy(TWO);

    Map<String, Long> requests = world.requests();
    assertThat(second.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(world.replica("vault").ids()).hasSize(others + 4);
    return requests;
  }

  @Test
  void whatWasMissedLatelyIsCaughtUpWithoutReadingWhatIsOlder() {
    CopyResult _ = runs.run(1, TWO);
    Set<String> old = names();
    CopyResult _ = runs.run(3, TWO);
    runs.setAway("vault", true);
    CopyResult _ = runs.run(5, TWO);
    runs.setAway("vault", false);

    CopyResult last = runs.of(7).withGuards(Guards.none()).copy(TWO);

    assertThat(runs.read()).isNotEmpty().doesNotContainAnyElementsOf(old);
    assertThat(replica(last, "vault").copied()).isEqualTo(4);
    assertThat(origins("vault")).containsExactlyElementsOf(ids());
  }

  @Test
  void aRepositoryThatWasEmptiedGetsAllAgainThoughARunSaysThatItLackedNothing() {
    CopyResult _ = runs.run(1, TWO);
    CopyResult _ = runs.run(3, TWO);
    runs.replica("vault").ids().forEach(id -> runs.forget("vault", id));

    CopyResult next = runs.run(5, TWO);

    assertThat(replica(next, "vault").copied()).isEqualTo(6);
    assertThat(replica(next, "town").copied()).isEqualTo(2);
    assertThat(runs.log())
        .contains(
            "All 6 records of snapshots here and 0 in repository vault are read, since those of the"
                + " last runs don't tell what it lacks.");
  }

  @Test
  void withoutARunThatSaysSoEverythingIsLookedAtAndNothingMissed() {
    runs.setAway("vault", true);
    CopyResult _ = runs.run(1, TWO);
    runs.setAway("vault", false);
    runs.deleteRuns();

    CopyResult next = runs.run(3, TWO);

    assertThat(replica(next, "vault").copied()).isEqualTo(4);
    assertThat(replica(next, "town").copied()).isEqualTo(2);
    assertThat(runs.log())
        .contains("in repository town are read, since no earlier run says that it lacks nothing.");
  }

  @Test
  void aRecordThatWasStoredAnewIsNotCopiedTwice() {
    CopyResult _ = runs.run(1, Map.of("mail", 100L));
    CopyResult _ = runs.run(3, TWO);
    runs.storeAnew(runs.first().list().getFirst(), 4);

    CopyResult next = runs.run(5, TWO);

    assertThat(replica(next, "vault").copied()).isEqualTo(2);
    assertThat(origins("vault")).hasSize(5).doesNotHaveDuplicates();
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
  void aDamagedTopInAFurtherRepositoryIsToldStoredAnewAndInNobodysWay() {
    CopyResult _ = runs.run(1, TWO);
    runs.damagePacks("vault");

    ReplicaResult second = replica(runs.run(2, TWO), "vault");
    ReplicaResult third = replica(runs.run(3, TWO), "vault");

    assertThat(second.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(second.copied()).isEqualTo(2);
    assertThat(second.lacking()).isZero();
    assertThat(second.failure())
        .satisfies(why ->
            assertThat(why.message())
                .startsWith("Repository vault: Directories in 1 damaged pack ("));
    assertThat(third.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(origins("vault")).containsExactlyElementsOf(ids());
  }

  @Test
  void whereMoreIsDamagedThanIsNamedACopyIsNotCalledComplete() {
    runs.setMoreDamagedElsewhere();

    CopyResult result = runs.run(1, TWO);

    assertThat(result.hasAllTargets()).isTrue();
    assertThat(replica(result, "vault").outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(replica(result, "vault").lacking()).isZero();
    assertThat(replica(result, "vault").failure())
        .isEqualTo(
            new Failure(
                FailureReason.REPOSITORY_CORRUPT,
                "Repository vault: it has more damaged packs than a status can name, and copies may"
                    + " rest on one of the others"));
  }

  @Test
  void aRepositoryThatIsNotThereIsToldOf() {
    runs.withoutReplica("gone");

    CopyResult result = runs.run(1, TWO);

    assertThat(result.hasAllTargets()).isTrue();
    assertThat(result.replicas())
        .containsExactly(
            ReplicaResult.unseen(
                "gone", new Failure(FailureReason.REPOSITORY_MISSING, "There is no gone")));
  }

  private static ReplicaResult replica(CopyResult result, String name) {
    return result.replicas().stream()
        .filter(one -> one.repository().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> names() {
    return Stream.of(runs.first(), runs.replica("vault"), runs.replica("town"))
        .flatMap(place -> place.ids().stream())
        .map(FileId::toString)
        .collect(Collectors.toSet());
  }

  /** In the order in which they were captured. */
  private List<FileId> ids() {
    return runs.first().list().stream().map(Snapshot::id).toList();
  }

  private List<FileId> origins(String name) {
    return runs.replica(name).list().stream().map(Snapshot::origin).toList();
  }
}
