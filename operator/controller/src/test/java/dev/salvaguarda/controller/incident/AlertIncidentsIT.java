package dev.salvaguarda.controller.incident;

import static dev.salvaguarda.controller.incident.IncidentWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.controller.alert.AlertAnswer;
import dev.salvaguarda.controller.incident.IncidentWorld.OneOperator;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What alerts make of incidents on a real API server, with operators beside each other. */
class AlertIncidentsIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  private IncidentWorld world;

  @BeforeEach
  void startWorld() {
    world = new IncidentWorld(PLANE.get());
  }

  @AfterEach
  void stopWorld() {
    world.close();
  }

  @Test
  void alertsThatSeveralOperatorsAreToldOfAtOnceOpenOneIncidentOfWhichTheTeamIsToldOnce() {
    world.channel("team", "subscribes: [{messages: [IncidentOpened, SignalCleared]}]");
    world.channel("group", "subscribes: [{}]");
    try (OneOperator _ = world.operator("one")) {
      List<CompletableFuture<AlertAnswer>> answers =
          IntStream.range(0, 4)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(
                      () -> world.alert(world.alert("a", 0, null), world.alert("b" + i, i, null))))
              .toList();
      assertThat(answers).allMatch(answer -> answer.join() instanceof AlertAnswer.Taken);
      assertThat(world.incidents()).hasSize(1);
      String name = world.incidents().getFirst().getMetadata().getName();
      assertThat(Objects.requireNonNull(world.status(name).monitoring()).signals())
          .extracting(signal -> signal.name() + " " + signal.times())
          .containsExactlyInAnyOrder("a 1", "b0 1", "b1 1", "b2 1", "b3 1");
      awaitSignal(name, "True AlertsFiring");

      world.alert(world.alert("a", 0, 5));
      IntStream.range(0, 4).forEach(i -> world.alert(world.alert("b" + i, i, 9)));
      awaitSignal(name, "False AlertsResolved");
      world.await(name, IncidentPhase.REPORTED);
      world.awaitDelivered(name, "2/2");
      // What fires anew is counted, and told no second time.
      world.alert(world.alert("a", 10, null));
      world.alert(world.alert("a", 10, 12));
      awaitSignal(name, "False AlertsResolved");

      world.takeLabelsOff(name);
      assertThat(world.alert(world.alert("a", 20, null))).isInstanceOf(AlertAnswer.Taken.class);
      awaitSignal(name, "True AlertsFiring");
      assertThat(world.incidents()).hasSize(1);
    }

    assertThat(world.notices())
        .extracting(
            notice -> notice.getSpec().channelRef().name(), notice -> notice.getSpec().audience())
        .containsOnly(tuple("team", NoticeSpec.Audience.INTERNAL))
        .hasSize(2);
    assertThat(world.subjects(IncidentWorld.SEGER))
        .extracting(subject -> subject.substring(0, 10))
        .containsExactly("Incidente ", "Alertas do");
  }

  private void awaitSignal(String name, String condition) {
    await().atMost(PATIENCE).until(() -> world.condition(name, "SignalActive").equals(condition));
  }

  @Test
  void maintenanceKeepsAlertsBackAndWhatStillFiresAfterwardsOpensItsIncidentUnasked() {
    String window = underWay();
    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other")) {
      world.applyWindow("correio", window);
      world.awaitWindow("correio", WindowPhase.IN_PROGRESS, "null");

      assertThat(world.alert(world.alert("down", 0, null), world.alert("slow", 0, null)))
          .isInstanceOf(AlertAnswer.Taken.class);
      world.alert(world.alert("slow", 0, 9));
      assertThat(world.incidents()).isEmpty();
      await()
          .atMost(PATIENCE)
          .until(
              () -> world.windowCondition("correio", "SignalActive").equals("True AlertsHeldBack"));

      world.applyWindow(
          "correio", window + "completed: {by: joao, at: %s}\n".formatted(world.at(0)));
      await().atMost(PATIENCE).until(() -> !world.incidents().isEmpty());
      await()
          .atMost(PATIENCE)
          .until(
              () -> world.windowCondition("correio", "SignalActive").equals("True AlertsFiring"));
    }

    assertThat(world.incidents()).hasSize(1);
    Incident opened = world.incidents().getFirst();
    assertThat(Objects.requireNonNull(opened.getStatus().monitoring()).signals())
        .extracting(signal -> signal.name() + " " + signal.times())
        .containsExactly("down 1");
    assertThat(world.awaitWindow("correio", WindowPhase.COMPLETED, "null").heldAlerts())
        .extracting(HeldAlertStatus::name, HeldAlertStatus::active, HeldAlertStatus::incident)
        .containsExactlyInAnyOrder(
            tuple("down", true, opened.getMetadata().getName()), tuple("slow", false, null));
  }

  @Test
  void whatAWindowKeepsBackThatIsDeletedOpensItsIncidentWhoeverIsAwayMeanwhile() {
    world.applyWindow("correio", underWay());
    world.alert(world.alert("down", 0, null), world.alert("slow", 0, null));
    world.alert(world.alert("slow", 0, 9));
    world.deleteWindow("correio");
    assertThat(world.hasWindow("correio")).as("nobody has handed it on yet").isTrue();

    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other")) {
      await().atMost(PATIENCE).until(() -> !world.hasWindow("correio"));
    }

    assertThat(world.incidents())
        .singleElement()
        .satisfies(opened ->
            assertThat(Objects.requireNonNull(opened.getStatus().monitoring()).signals())
                .extracting(signal -> signal.name() + " " + signal.times())
                .containsExactly("down 1"));
  }

  @Test
  void aDeletionWaitsForAlertsThatAreKeptBackAndForNothingElse() {
    try (OneOperator _ = world.operator("one")) {
      world.applyWindow("correio", underWay());
      world.alert(world.alert("down", 0, null));
      assertThat(world.isKept("correio")).isTrue();
      world.takeFinalizersOff("correio");
      await().atMost(PATIENCE).until(() -> world.isKept("correio"));
      world.alert(world.alert("down", 0, 9));
      await().atMost(PATIENCE).until(() -> !world.isKept("correio"));
      world.alert(world.alert("down", 10, null));
      assertThat(world.isKept("correio")).isTrue();

      world.deleteNamespace();
      world.deleteWindow("correio");
      await().atMost(PATIENCE).until(() -> !world.hasWindow("correio"));
    }

    assertThat(world.incidents()).isEmpty();
  }

  /** A window that has begun. */
  private String underWay() {
    return """
    type: Preventive
    components: [{name: correio}]
    start: "%s"
    end: "%s"
    requested: {by: joao, via: E-mail, at: %s}
    announcement: {by: ana, at: %s}
    suppress: {grace: 2s}
    """
        .formatted(
            world.in(Duration.ofMinutes(-5)),
            world.in(Duration.ofHours(1)),
            world.at(-900),
            world.at(-800));
  }
}
