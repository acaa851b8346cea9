package dev.salvaguarda.agent.attempt;

import static dev.salvaguarda.domain.failure.FailureReason.FILE_UNREADABLE;
import static dev.salvaguarda.domain.failure.FailureReason.GUARD_MAX_SHRINK;
import static dev.salvaguarda.domain.failure.FailureReason.REPOSITORY_CORRUPT;
import static dev.salvaguarda.domain.failure.FailureReason.SOURCE_EMPTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.repository.model.FileId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which earlier copy a new one is measured, and what it costs to find it. */
class EarlierCopiesTest {
  private static final int LISTED = 50;

  @TempDir private Path folder;
  private RunsInADirectory runs;

  @BeforeEach
  void openRepository() {
    runs = new RunsInADirectory(folder);
  }

  @Test
  void aTargetBeyondThoseThatAStatusListsIsMeasuredAsWell() {
    CopyResult first = runs.run(1, databases(60, 1_000));

    CopyResult second = runs.of(2).after(listed(first), 1).copy(with55Of(10));

    assertThat(second.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(doubted(second)).containsExactly("db-55");
  }

  @Test
  void aDoubtedCopyIsNeverTheMeasureOfTheNextOne() {
    CopyResult first = runs.run(1, databases(60, 1_000));
    CopyResult second = runs.of(2).after(listed(first), 1).copy(with55Of(10));

    CopyResult third = runs.of(3).after(listed(second), 2, 1).copy(with55Of(10));
    CopyResult named =
        runs.of(4).after(Map.of("db-55", snapshot(second, "db-55")), 2, 1).copy(with55Of(10));

    assertThat(doubted(third)).containsExactly("db-55");
    assertThat(doubted(named)).containsExactly("db-55");
  }

  @Test
  void whatTheSameRunCopiedBeforeIsNoMeasure() {
    runs.run(1, databases(1, 1_000));
    runs.of(2).withGuards(Guards.none()).copy(databases(1, 10));

    assertThat(doubted(runs.of(2).again(2).copy(databases(1, 10)))).containsExactly("db-00");
  }

  @Test
  void copiesOfRunsThatNobodyRemembersAreFound() {
    runs.run(1, databases(2, 1_000));

    CopyResult next = runs.of(2).copy(databases(2, 10));

    assertThat(doubted(next)).containsExactly("db-00", "db-01");
  }

  @Test
  void theNewestGoodCopyIsFoundWhereverItIs() {
    runs.run(1, databases(1, 100));
    runs.run(2, databases(1, 1_000));

    assertThat(doubted(runs.of(3).copy(databases(1, 100)))).containsExactly("db-00");
    assertThat(doubted(runs.of(4).after(Map.of(), 2).copy(databases(1, 100))))
        .containsExactly("db-00");
  }

  @Test
  void aCopyThatNoLongerSaysHowMuchItHoldsIsNoMeasure() {
    runs.run(1, databases(1, 1_000));
    CopyResult changed = runs.run(2, databases(1, 1_000));
    String id = runs.forgetSize(snapshot(changed, "db-00"), 2);

    assertThat(doubted(runs.of(3).after(Map.of("db-00", id), 2, 1).copy(databases(1, 10))))
        .containsExactly("db-00");
  }

  @Test
  void recordsOfOthersAreReadOnlyIfTheyWereStoredMeanwhile() {
    List<String> others = ids(runs.of(1).policy("other").copy(databases(5, 1_000)));
    CopyResult own = runs.run(2, databases(60, 1_000));
    List<String> later = ids(runs.of(3).policy("other").copy(databases(5, 1_000)));

    runs.of(4).after(listed(own), 2).copy(databases(60, 1_000));

    assertThat(runs.read())
        .containsAll(ids(own))
        .doesNotContainAnyElementsOf(others)
        .doesNotContainAnyElementsOf(later)
        .doesNotHaveDuplicates();
  }

  @Test
  void aSearchAmongTheRecordsOfOthersHasALimitButNotAmongThoseOfKnownRuns() {
    runs.run(1, databases(1, 1_000));
    runs.fill(SnapshotSearch.MOST_OF_OTHERS + 1, 2);

    assertThat(doubted(runs.of(3).after(Map.of(), 1).copy(databases(1, 10))))
        .containsExactly("db-00");
    assertThat(runs.read()).hasSize(1);

    assertThat(doubted(runs.of(4).copy(databases(1, 10)))).isEmpty();
    assertThat(runs.read()).hasSize(SnapshotSearch.MOST_OF_OTHERS);
    assertThat(runs.log()).contains("guards.maxShrinkPercent has nothing to compare with");
  }

  @Test
  void nothingIsReadThatNobodyNeeds() {
    CopyResult own = runs.run(1, databases(60, 1_000));

    runs.of(2).withGuards(Guards.none()).after(listed(own), 1).copy(databases(60, 1_000));

    assertThat(runs.read()).containsExactlyInAnyOrderElementsOf(listed(own).values());
  }

  @Test
  void aSourceOfTheSameNameInAnotherPlaceIsNoMeasure() {
    runs.of(1).host("staging.example.org").copy(databases(1, 1_000));

    assertThat(doubted(runs.of(2).copy(databases(1, 10)))).isEmpty();
  }

  @Test
  void whatSomebodyElseLeftDamagedDoesNotKeepACopyFromBeingMade() {
    runs.run(1, databases(1, 1_000));
    runs.damage(2);

    assertThat(doubted(runs.of(3).copy(databases(1, 10)))).containsExactly("db-00");
  }

  @Test
  void anEarlierCopyThatIsDamagedIsNamedAndDoesNotKeepTheNextOneFromBeingMade() {
    runs.run(1, databases(1, 1_000));
    String broken = snapshot(runs.run(2, databases(1, 1_000)), "db-00");
    runs.damage(broken);

    RunOfADay third = runs.of(3).after(Map.of("db-00", broken), 2, 1);

    assertThat(doubted(third.copy(databases(1, 10)))).containsExactly("db-00");
    assertThat(third.copy(databases(1, 1_000)).targets())
        .singleElement()
        .satisfies(copy -> {
          assertThat(copy.outcome()).isEqualTo(Outcome.DEGRADED);
          assertThat(copy.snapshotId()).isNotNull();
          Failure failure = Objects.requireNonNull(copy.failure());
          assertThat(failure.reason()).isEqualTo(REPOSITORY_CORRUPT);
          assertThat(failure.message()).contains(broken, "db-00");
        });
  }

  @Test
  void aCopyThatItsSourceDoubtsIsMarkedEvenWithoutGuards() {
    runs.run(1, databases(1, 1_000));
    Failure empty = new Failure(SOURCE_EMPTY, "It holds no content.");

    CopyResult emptied = runs.of(2).withGuards(Guards.none()).shortOf(empty).copy(databases(1, 0));
    CopyResult next =
        runs.of(3).after(Map.of("db-00", snapshot(emptied, "db-00")), 2).copy(databases(1, 10));

    assertThat(emptied.targets().getFirst().failure()).isEqualTo(empty);
    assertThat(doubted(next)).containsExactly("db-00");
  }

  @Test
  void aCopyThatLacksSomethingOfItsSourceSaysSoByATagAndOneThatRepairsALossDoesNot() {
    Failure unreadable = new Failure(FILE_UNREADABLE, "No permission to read it.");
    String whole = snapshot(runs.run(1, databases(1, 1_000)), "db-00");
    CopyResult fellShort = runs.of(2).shortOf(unreadable).copy(databases(1, 900));
    runs.damage(whole);
    CopyResult repaired = runs.of(3).after(Map.of("db-00", whole), 1).copy(databases(1, 1_000));

    assertThat(tags(fellShort)).contains("short=FileUnreadable");
    assertThat(repaired.targets().getFirst().outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(tags(repaired)).noneMatch(tag -> tag.startsWith("short="));
    CopyResult next =
        runs.of(4).after(Map.of("db-00", snapshot(fellShort, "db-00")), 2).copy(databases(1, 10));
    assertThat(doubted(next)).as("what fell short is a measure").containsExactly("db-00");
  }

  private List<String> tags(CopyResult result) {
    return runs.first().load(FileId.parse(snapshot(result, "db-00"))).tags();
  }

  private static Map<String, Long> databases(int count, long size) {
    Map<String, Long> sizes = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> sizes.put("db-%02d".formatted(i), size));
    return sizes;
  }

  private static Map<String, Long> with55Of(long size) {
    Map<String, Long> sizes = databases(60, 1_000);
    sizes.put("db-55", size);
    return sizes;
  }

  /** What a status that lists no more leaves to the next order; doubted ones are no part of it. */
  private static Map<String, String> listed(CopyResult result) {
    Map<String, String> ids = new TreeMap<>();
    result.targets().stream()
        .filter(target -> target.outcome() == Outcome.SUCCEEDED)
        .limit(LISTED)
        .forEach(target -> ids.put(target.name(), snapshot(result, target.name())));
    return ids;
  }

  private static List<String> ids(CopyResult result) {
    return result.targets().stream().map(target -> snapshot(result, target.name())).toList();
  }

  private static String snapshot(CopyResult result, String target) {
    return result.targets().stream()
        .filter(one -> one.name().equals(target))
        .map(one -> String.valueOf(one.snapshotId()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> doubted(CopyResult result) {
    return result.targets().stream()
        .filter(target -> target.failure() != null && target.failure().reason() == GUARD_MAX_SHRINK)
        .map(TargetResult::name)
        .toList();
  }
}
