package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the locks of pods that had no time to remove them. */
class LeftLocksIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private RunWorld world;

  @BeforeEach
  void startWorld() {
    world = new RunWorld(PLANE.get());
  }

  @AfterEach
  void stopWorld() {
    world.close();
  }

  @Test
  void theNextAttemptRemovesWhatASilentRepositoryKept() {
    world.policy("payroll");
    BackupRun run = world.run("struck", "payroll");
    Pod lost = world.node.start(run, 1);
    world.archive.keepLocks(true);
    world.node.delete(lost);
    await().atMost(PATIENCE).until(() -> world.statusOf(run).nextAttemptTime() != null);
    assertThat(world.archive.unlocked()).isEmpty();

    world.archive.keepLocks(false);
    world.pass(Duration.ofSeconds(45));

    world.node.awaitPod(run, 2);
    assertThat(world.archive.unlocked()).containsExactly(lost.getMetadata().getName());
  }
}
