package dev.salvaguarda.controller.run;

import static dev.salvaguarda.controller.run.WorkerResults.failed;
import static dev.salvaguarda.controller.run.WorkerResults.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That what ended is told, on a real API server with real controllers; the test plays the node. */
class ToldRunIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Failure DENIED =
      new Failure(FailureReason.SOURCE_ACCESS_DENIED, "db.example.org refused the password.");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofMinutes(11);

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
  void aFailedRunIsToldOnceOnEachChannelAndThenLeftAlone() {
    world.channel("tecnico");
    world.channel("plantao");
    world.policyThatTells("payroll", "tecnico", "plantao");
    BackupRun run = fail("first");

    awaitNotified(run, "True");

    assertThat(world.notices())
        .extracting(notice -> notice.getSpec().channelRef().name())
        .containsExactlyInAnyOrder("tecnico", "plantao");
    assertThat(world.notices())
        .allSatisfy(notice -> {
          assertThat(notice.getSpec().message()).isEqualTo("BackupFailed");
          assertThat(notice.getSpec().rendered().body()).contains(DENIED.message());
        });
    List<String> names = names();
    world.pass(KEPT);
    await().atMost(PATIENCE).until(() -> world.statusOf(run).settled() != null);
    String version = world.read(run).getMetadata().getResourceVersion();
    world.stopOperator();
    world.pass(KEPT.negated());
    world.startOperator();
    BackupRun second = fail("second");
    awaitNotified(second, "True");
    assertThat(world.read(run).getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(names()).containsAll(names).hasSize(4);
  }

  @Test
  void whatCannotBeToldHidesNoVerdictAndIsToldLater() {
    world.channel("tecnico");
    world.policyThatTells("payroll", "tecnico");
    world.forbidNotices(true);
    BackupRun run = fail("first");

    awaitNotified(run, "False");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(world.notified(run)).get().extracting("reason").isEqualTo("ReconcileError"));

    assertThat(world.statusOf(run).phase()).isEqualTo(RunPhase.FAILED);
    assertThat(world.statusOf(run).conditions())
        .filteredOn(condition -> condition.getType().equals("Complete"))
        .singleElement()
        .satisfies(complete -> assertThat(complete.getStatus()).isEqualTo("True"));
    assertThat(names()).isEmpty();
    world.pass(KEPT);
    assertThat(world.statusOf(run).settled()).isNull();
    world.forbidNotices(false);
    awaitNotified(run, "True");
    assertThat(names()).hasSize(1);
    await().atMost(PATIENCE).until(() -> world.statusOf(run).settled() != null);
  }

  @Test
  void aChannelThatComesLaterIsToldThen() {
    world.policyThatTells("payroll", "tecnico");
    BackupRun run = fail("first");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(world.notified(run))
                .get()
                .extracting("reason")
                .isEqualTo("ChannelNotFound"));

    world.channel("tecnico");

    awaitNotified(run, "True");
    assertThat(names()).hasSize(1);
  }

  @Test
  void whatEndedBeforeAnybodyAskedIsNeverTold() {
    world.channel("tecnico");
    world.policy("payroll");
    BackupRun run = fail("first");
    world.stopOperator();
    world.askToTell("payroll", "tecnico");
    world.startOperator();

    BackupRun second = fail("second");

    awaitNotified(second, "True");
    assertThat(world.notified(run)).isEmpty();
    assertThat(world.notices())
        .extracting(notice -> notice.getSpec().subject().name())
        .containsExactly("second");
  }

  private BackupRun fail(String name) {
    BackupRun run = world.run(name, "payroll");
    world.node.end(
        world.node.start(run, 1), result(Outcome.FAILED, DENIED, failed("payroll", DENIED)));
    world.awaitPhase(run, RunPhase.FAILED);
    return run;
  }

  private void awaitNotified(BackupRun run, String status) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> world.notified(run).filter(told -> told.getStatus().equals(status)).isPresent());
  }

  private List<String> names() {
    return world.notices().stream().map((Notice notice) -> notice.getMetadata().getName()).toList();
  }
}
