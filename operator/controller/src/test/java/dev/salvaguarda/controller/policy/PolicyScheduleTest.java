package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.TriggerSpec;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolicyScheduleTest {
  private static final String FRIDAY_TEN_PM = "2026-11-21T01:00:00Z";
  private static final String SATURDAY_TEN_PM = "2026-11-22T01:00:00Z";

  @Test
  void aDueRunIsCreatedWithANameThatTellsPolicyScheduleAndMinute() {
    World.Look look = World.nightly().at(FRIDAY_TEN_PM);

    assertThat(look.created()).containsExactly("payroll-daily-202611202200");
    assertThat(look.report().status().lastScheduledTime()).isEqualTo(FRIDAY_TEN_PM);
    assertThat(look.report().lookAgainAt()).isEqualTo(SATURDAY_TEN_PM);
  }

  @Test
  void aRunBelongsToItsPolicyAndSaysWhyItExists() {
    World.Look look = World.nightly().at(FRIDAY_TEN_PM);

    BackupRun run = look.manifest(look.decision().runs().plan().actions().getFirst());
    assertThat(run.getMetadata().getLabels()).containsEntry("salvaguarda.dev/policy", "payroll");
    assertThat(run.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("policy-uid"));
    assertThat(run.getSpec().trigger())
        .isEqualTo(
            new TriggerSpec(
                TriggerSpec.Type.SCHEDULE, "daily", Instant.parse(FRIDAY_TEN_PM), null, null));
  }

  @Test
  void ticksBeforeThePolicyWasCreatedAreNoneOfIts() {
    World.Look look = World.nightly().at("2026-11-20T12:00:01Z");

    assertThat(look.created()).isEmpty();
    assertThat(look.report().status().nextRuns())
        .containsExactly(
            "2026-11-20T22:00:00-03:00", "2026-11-21T22:00:00-03:00", "2026-11-22T22:00:00-03:00");
    assertThat(look.report().status().nextRunTime()).isEqualTo(FRIDAY_TEN_PM);
  }

  @Test
  void theOperatorThatWasAwayWhenThePolicyWasCreatedRecordsWhatItMissed() {
    World.Look look = World.nightly().at("2026-11-22T12:00:00Z");

    assertThat(look.created())
        .containsExactly("payroll-daily-202611212200-catchup", "payroll-daily-202611212200");
    BackupRun record = look.manifest(look.decision().runs().plan().actions().getLast());
    assertThat(record.getSpec().trigger().missed())
        .isEqualTo(
            new TriggerSpec.MissedSpec(
                2,
                Instant.parse(FRIDAY_TEN_PM),
                Instant.parse(SATURDAY_TEN_PM),
                "not started within startingDeadline",
                null));
  }

  @Test
  void aRunThatExistsIsNotStartedAgainAlthoughTheStatusWasNeverWritten() {
    World world = World.nightly();
    World.Look first = world.at(FRIDAY_TEN_PM);
    BackupRun created = first.manifest(first.decision().runs().plan().actions().getFirst());
    created.getMetadata().setCreationTimestamp(FRIDAY_TEN_PM);

    World.Look second = world.withRun(created).at("2026-11-21T01:00:05Z");

    assertThat(second.created()).isEmpty();
    assertThat(second.report().status().lastScheduledTime()).isEqualTo(FRIDAY_TEN_PM);
    assertThat(second.report().status().activeRun()).isEqualTo("payroll-daily-202611202200");
  }

  @Test
  void aPersonsRunThatPretendsToBeScheduledLaterHoldsNothingUp() {
    World world =
        World.nightly()
            .withRun(
                World.run(
                    "pretender",
                    CREATED_LATER,
                    "",
                    "  type: Schedule\n  schedule: daily\n  scheduledFor: \"2099-01-01T00:00:00Z\"",
                    "  phase: Succeeded"));

    assertThat(world.at(FRIDAY_TEN_PM).created()).containsExactly("payroll-daily-202611202200");
  }

  private static final String CREATED_LATER = "2026-11-20T13:00:00Z";

  @Test
  void aPendingRunOfAPersonIsNotOvertaken() {
    World world = World.nightly().withRun("manual", CREATED_LATER, "  phase: Queued");

    World.Look look = world.at(FRIDAY_TEN_PM);

    assertThat(look.created()).isEmpty();
    assertThat(look.report().lookAgainAt()).isEqualTo("2026-11-21T01:20:00.001Z");
  }

  @Test
  void aRunOfSomeTargetsOnlyStandsInNobodysWay() {
    World world =
        World.nightly()
            .withRun(
                World.run("part", CREATED_LATER, "  targets: [hr]", "  {}", "  phase: Queued"));

    assertThat(world.at(FRIDAY_TEN_PM).created()).hasSize(1);
  }

  @Test
  void aScheduleThatIsAddedLaterMissedNothing() {
    World world = World.nightly();
    world.after(world.at("2026-11-20T12:00:01Z"));

    world.change(
        "schedules: [{name: daily, cron: \"0 22 * * *\"}, {name: early, cron: \"0 6 * * *\"}]");
    World.Look look = world.at("2026-11-20T20:00:00Z");

    assertThat(look.created()).isEmpty();
    assertThat(look.report().status().nextRuns().getFirst()).isEqualTo("2026-11-20T22:00:00-03:00");
  }

  @Test
  void whatWasNotRunWhileSuspendedIsNotMissed() {
    World world = World.nightly();
    world.after(world.at("2026-11-20T12:00:01Z"));
    world.change("suspend: true");
    World.Look asleep = world.at("2026-11-20T13:00:00Z");
    world.after(asleep);

    world.change("suspend: false");
    World.Look awake = world.at("2026-11-25T12:00:00Z");

    assertThat(asleep.report().status().nextRuns()).isEmpty();
    assertThat(asleep.answer("Ready")).isEqualTo("True Suspended");
    assertThat(awake.created()).isEmpty();
    assertThat(awake.report().status().nextRuns().getFirst())
        .isEqualTo("2026-11-25T22:00:00-03:00");
  }

  @Test
  void whatCameDueWhileTheTimeZoneWasMistypedIsMissed() {
    World world = World.nightly("missedRuns: Skip");
    world.after(world.at("2026-11-20T12:00:01Z"));
    world.change("timeZone: America/Fortalesa");
    world.after(world.at("2026-11-20T13:00:00Z"));

    World.Look mended = world.change("timeZone: America/Fortaleza").at("2026-11-22T12:00:00Z");

    BackupRun record = mended.manifest(mended.decision().runs().plan().actions().getFirst());
    assertThat(mended.created()).containsExactly("payroll-daily-202611212200");
    assertThat(record.getSpec().trigger().missed())
        .isEqualTo(
            new TriggerSpec.MissedSpec(
                2,
                Instant.parse(FRIDAY_TEN_PM),
                Instant.parse(SATURDAY_TEN_PM),
                "not started within startingDeadline",
                null));
  }

  @Test
  void anUnchangedWorldGivesAnEqualStatus() {
    World world = World.nightly("objectives: {rpo: 24h}", "jitter: 10m");
    world.after(world.at("2026-11-20T12:00:01Z"));

    World.Look second = world.at("2026-11-20T18:00:00Z");

    assertThat(second.report().status()).isEqualTo(second.seen().status());
  }

  @Test
  void jitterDelaysEveryRunOfThePolicyAlike() {
    World world = World.nightly("jitter: 10m");

    World.Look look = world.at("2026-11-20T12:00:01Z");

    var delays =
        look.report().status().nextRuns().stream().map(text -> text.substring(11)).distinct();
    assertThat(delays).singleElement().asString().startsWith("22:0");
    assertThat(look.report().status().nextRunTime())
        .isBetween(Instant.parse(FRIDAY_TEN_PM), Instant.parse(FRIDAY_TEN_PM).plusSeconds(599));
  }
}
