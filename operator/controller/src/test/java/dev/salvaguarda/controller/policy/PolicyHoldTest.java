package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.run.TriggerSpec.MissedSpec;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.telling.WindowCases;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maintenance from 22:00 to 02:00 holds the run of 22:00. */
class PolicyHoldTest {
  private static final String PAUSE = "suppress: {backups: Pause, grace: 30m}\n";
  private static final String TEN_PM = "2026-11-21T01:00:00Z";
  private static final String WITHIN = "2026-11-21T04:59:59Z";
  private static final String AFTER = "2026-11-21T05:30:00Z";
  private static final String DONE = "completed: {by: joao, at: \"2026-11-21T04:00:00Z\"}\n";

  @Test
  void whatComesDueWithinAWindowThatPausesIsNotStartedAndNotMissedYet() {
    World world = nightly(ANNOUNCED + PAUSE);

    assertThat(world.at(TEN_PM).created()).isEmpty();
    assertThat(world.at(WITHIN).created()).isEmpty();
    assertThat(world.at(WITHIN).report().lookAgainAt()).isEqualTo(AFTER);
  }

  @Test
  void whatWasHeldIsRecordedAndCaughtUpOnceAfterwards() {
    World world = nightly(ANNOUNCED + PAUSE);
    world.after(world.at(TEN_PM));

    assertThat(world.at(AFTER).created())
        .containsExactly("payroll-daily-202611202200-catchup", "payroll-daily-202611202200");
    assertThat(world.after(world.at(AFTER)).at(AFTER).created()).isEmpty();
  }

  @Test
  void whatWasHeldIsRecordedAsHeldByItsWindowAndNotAsLate() {
    World world = nightly(ANNOUNCED + PAUSE);
    world.after(world.at(TEN_PM));

    assertThat(why(world.at(AFTER))).isEqualTo("held by maintenance correio");
    assertThat(missed(world.at(AFTER)).heldBy()).isEqualTo("correio");
    assertThat(why(nightly(ANNOUNCED).at(AFTER))).isEqualTo("not started within startingDeadline");
  }

  @Test
  void whatPassedPartlyDuringMaintenanceIsRecordedAsBoth() {
    World world = nightly(ANNOUNCED + PAUSE);
    world.after(world.at(TEN_PM));

    assertThat(why(world.at("2026-11-22T05:30:00Z")))
        .isEqualTo("not started within startingDeadline, or held by maintenance correio");
    assertThat(missed(world.at("2026-11-22T05:30:00Z")).heldBy()).isNull();
  }

  private static String why(World.Look look) {
    return String.valueOf(missed(look).why());
  }

  private static MissedSpec missed(World.Look look) {
    return look.decision().runs().plan().actions().stream()
        .map(action -> look.manifest(action).getSpec().trigger().missed())
        .flatMap(missed -> Stream.ofNullable(missed))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itGoesOnAtOnceWhenSomebodySaysThatTheWorkIsDone() {
    World world = nightly(ANNOUNCED + PAUSE);
    world.after(world.at(TEN_PM));

    assertThat(world.with(window(ANNOUNCED + PAUSE + DONE)).at(WITHIN).created()).hasSize(2);
  }

  @Test
  void thePolicySaysWhyNothingIsStartedWhileTheClockOfItsObjectiveRunsOn() {
    assertThat(rpo(nightly(ANNOUNCED + PAUSE), WITHIN))
        .isEqualTo(
            "No run has succeeded yet; the objective is 1d. No run is started until"
                + " 2026-11-21T05:30:00Z: maintenance correio holds them.");
    assertThat(rpo(nightly(ANNOUNCED + PAUSE), AFTER)).doesNotContain("maintenance");
  }

  @Test
  void neitherAProposalNorAWindowThatPausesNothingNorOneOfAnotherComponentHolds() {
    for (World world :
        List.of(
            nightly(PAUSE),
            nightly(ANNOUNCED),
            of("component: intranet").with(window(ANNOUNCED + PAUSE)),
            of("").with(window(ANNOUNCED + PAUSE)))) {
      assertThat(world.at(TEN_PM).created()).containsExactly("payroll-daily-202611202200");
    }
  }

  private static World nightly(String decided) {
    return of("component: correio").with(window(decided));
  }

  private static World of(String component) {
    return World.nightly(component, "objectives: {rpo: 24h}");
  }

  /** In the first night of the policy. */
  private static MaintenanceWindow window(String decided) {
    return Serialization.unmarshal(
        Serialization.asJson(WindowCases.window(decided))
            .replace("2026-11-28T", "2026-11-21T")
            .replace("2026-11-25T", "2026-11-19T"),
        MaintenanceWindow.class);
  }

  private static String rpo(World world, String at) {
    return ConditionSet.of(world.at(at).report().status().conditions())
        .find(ConditionType.RPO_MET)
        .map(Condition::getMessage)
        .orElseThrow();
  }
}
