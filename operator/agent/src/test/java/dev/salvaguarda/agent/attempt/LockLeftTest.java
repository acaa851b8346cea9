package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt says when the store goes away after the last snapshot. */
class LockLeftTest {
  @TempDir private Path folder;

  @Test
  void aLockThatCouldNotBeRemovedIsNamedAndTakesNothingBack() {
    RunsInADirectory runs = new RunsInADirectory(folder);
    runs.keepLocks();

    CopyResult result = runs.run(1, Map.of("payroll", 1_000L));

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(runs.log())
        .contains("The lock on the repository could not be removed", "The store is away.");
  }
}
