package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies into a repository of which more is known to be damaged than orders can name. */
class UnnamedDamageTest {
  private static final Map<String, Long> TWO = Map.of("payroll", 100L, "wages", 200L);

  @TempDir Path folder;
  private RunsInADirectory runs;

  @BeforeEach
  void makeRepository() {
    runs = new RunsInADirectory(folder);
  }

  @Test
  void noCopyIsCalledGoodThatMayRestOnADamagedPackWithoutAName() {
    runs.setMoreDamaged(true);

    CopyResult result = runs.run(1, TWO);

    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(result.targets())
        .extracting(TargetResult::outcome, target -> why(target).reason())
        .containsExactly(
            tuple(Outcome.DEGRADED, FailureReason.REPOSITORY_CORRUPT),
            tuple(Outcome.DEGRADED, FailureReason.REPOSITORY_CORRUPT));
    assertThat(result.targets())
        .as("every target has its copy all the same")
        .allSatisfy(target -> assertThat(target.snapshotId()).isNotNull())
        .allSatisfy(target ->
            assertThat(why(target).message())
                .startsWith(
                    "Repository offsite has more damaged packs than a status can name, and this"
                        + " copy may rest on one of the others."));
  }

  @Test
  void theNextCopyIsGoodOnceAllIsNamedAndIsMeasuredByTheOneBefore() {
    runs.setMoreDamaged(true);
    CopyResult _ = runs.run(1, TWO);
    runs.setMoreDamaged(false);

    assertThat(runs.run(2, Map.of("payroll", 1L, "wages", 200L)).failure())
        .extracting(failure -> failure.reason())
        .isEqualTo(FailureReason.GUARD_MAX_SHRINK);
    assertThat(runs.of(3).withGuards(Guards.none()).copy(TWO).outcome())
        .isEqualTo(Outcome.SUCCEEDED);
  }

  private static Failure why(TargetResult target) {
    return Objects.requireNonNull(target.failure());
  }
}
