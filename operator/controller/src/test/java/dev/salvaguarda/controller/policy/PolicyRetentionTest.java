package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyRetentionTest {
  private static final String NOW = "2026-11-20T18:00:00Z";
  private static final String HELD =
      """
      retention:
      - repository: offsite
        passTime: "2026-11-20T03:00:00Z"
        rules: keepDaily=3
        snapshots: 365
        removed: 0
        heldBack: 362
        allowance: 109
        announcedAt: "2026-11-20T03:00:00Z"
        announcedTerms: keepDaily=3 in America/Fortaleza
        removalFrom: "2026-11-21T03:00:00Z"
      """;

  @Test
  void aPolicyWithoutRetentionSaysThatNothingIsRemoved() {
    World.Look look = World.nightly().at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("False NoRetention");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo("The policy sets no retention: no snapshot is ever removed.");
  }

  @Test
  void beforeTheFirstPassNobodyCanSay() {
    assertThat(World.nightly("retention: {keepDaily: 3}").at(NOW).answer("RetentionHeldBack"))
        .isEqualTo("Unknown NoRetentionPassYet");
  }

  @Test
  void aRepositoryWithoutMaintenanceIsToldWithWhatToWrite() {
    World world =
        World.nightly("retention: {keepDaily: 3}").withRepositoryOf("offsite", "{}", "{}");

    World.Look look = world.at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("Unknown NoMaintenance");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo(
            "Nothing is removed from offsite, which has no maintenance: write maintenance: {cron:"
                + " \"30 3 * * 0\"} into the spec of BackupRepository offsite, with the times that"
                + " suit you.");
    assertThat(world.remember(status(HELD)).at(NOW).answer("RetentionHeldBack"))
        .as("what was announced before maintenance was taken out of the spec")
        .isEqualTo("Unknown NoMaintenance");
  }

  @Test
  void aMaintenanceWhoseTimeNobodyCanReadIsToldAsItsRepositoryTellsIt() {
    World.Look look =
        World.nightly("retention: {keepDaily: 3}")
            .withRepositoryOf(
                "offsite",
                "maintenance: {cron: '61 * * * *'}",
                "conditions: [{type: Maintained, status: 'False', reason: InvalidSchedule, message: 'There is no minute 61.'}]")
            .at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("Unknown NoMaintenance");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo(
            "Nothing is removed from offsite, whose maintenance has no time: There is no minute"
                + " 61.");
  }

  @Test
  void ofTwoRepositoriesEachIsToldAndTheOneThatMattersMostDecides() {
    World world =
        World.nightly("retention: {keepDaily: 3}")
            .change("repositories: [{name: offsite}, {name: second}]")
            .withRepositoryOf("second", "{}", "{}");

    assertThat(world.at(NOW).answer("RetentionHeldBack")).isEqualTo("Unknown NoRetentionPassYet");
    assertThat(world.at(NOW).condition("RetentionHeldBack").getMessage())
        .startsWith("offsite: no pass of maintenance has applied keepDaily=3 yet; until then every")
        .contains("Nothing is removed from second");

    world.remember(status(HELD));
    assertThat(world.at(NOW).answer("RetentionHeldBack")).isEqualTo("True RemovalBeyondLimit");
    assertThat(world.at(NOW).condition("RetentionHeldBack").getMessage())
        .contains("362 of 365", "Nothing is removed from second");
  }

  @Test
  void whileMoreIsDamagedThanIsNamedTheConditionSaysThatNothingIsRemovedAndAnEventOnce() {
    World world =
        World.nightly("retention: {keepDaily: 3}")
            .withRepositoryOf(
                "offsite",
                "maintenance: {cron: '30 3 * * 0'}",
                "maintenance: {damage: {packCount: 31, packs: [{id: abc}]}}")
            .remember(status(HELD));

    World.Look look = world.at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("True DamageNotNamed");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo(
            "offsite: nothing is removed while more of it is known to be damaged than a status can"
                + " name, since nobody can say which snapshots are whole.");
    assertThat(news(look)).containsExactly(EventReason.RETENTION_HELD_BACK);
    assertThat(news(world.after(look).at(NOW))).isEmpty();
  }

  @Test
  void anAnnouncementIsGivenThoughAnotherRepositoryRests() {
    World world =
        World.nightly("retention: {keepDaily: 3}")
            .change("repositories: [{name: offsite}, {name: second}]")
            .withRepositoryOf(
                "second",
                "maintenance: {cron: '30 3 * * 0'}",
                "maintenance: {damage: {packCount: 31, packs: [{id: abc}]}}")
            .remember(status(HELD));

    assertThat(world.at(NOW).answer("RetentionHeldBack")).isEqualTo("True RemovalBeyondLimit");
    assertThat(world.at(NOW).condition("RetentionHeldBack").getMessage())
        .contains("362 of 365", "second: nothing is removed while more of it");
  }

  @Test
  void damageThatIsNamedHoldsNothingBack() {
    World world =
        World.nightly("retention: {keepDaily: 3}")
            .withRepositoryOf(
                "offsite",
                "maintenance: {cron: '30 3 * * 0'}",
                "maintenance: {damage: {packCount: 1, packs: [{id: abc}]}}")
            .remember(status(HELD));

    assertThat(world.at(NOW).answer("RetentionHeldBack")).isEqualTo("True RemovalBeyondLimit");
  }

  @Test
  void whatTheOperatorItselfReportsCallsForNoLookAndWhatOthersWriteDoes() {
    PolicyChange change = new PolicyChange();
    BackupPolicy before = policy("{}", "{}");

    assertThat(change.accept(policy("{}", "nextRuns: [tonight]"), before)).isFalse();
    assertThat(change.accept(policy("{}", HELD), before)).isTrue();
    assertThat(change.accept(policy("generation: 2", "{}"), before)).isTrue();
    assertThat(
            change.accept(
                policy("annotations: {salvaguarda.dev/confirm-retention: keepDaily=3}", "{}"),
                before))
        .isTrue();
    assertThat(change.accept(policy("deletionTimestamp: '2026-11-20T18:00:00Z'", "{}"), before))
        .isTrue();
  }

  private static BackupPolicy policy(String metadata, String status) {
    BackupPolicy policy = new BackupPolicy();
    policy.setMetadata(Serialization.unmarshal(metadata, ObjectMeta.class));
    policy.setStatus(status(status));
    return policy;
  }

  @Test
  void moreThanAPassMayRemoveIsToldOnceWithTheCommandThatConfirmsIt() {
    World world = held("retention: {keepDaily: 3}");

    World.Look look = world.at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("True RemovalBeyondLimit");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo(
            "offsite: keepDaily=3 does not keep 362 of 365 snapshots, and one pass removes at most"
                + " 109 of them, not before 2026-11-21T03:00:00Z. To let the next pass remove all of"
                + " them: kubectl annotate bp payroll -n finance --overwrite"
                + " salvaguarda.dev/confirm-retention=keepDaily=3");
    assertThat(news(look)).containsExactly(EventReason.RETENTION_HELD_BACK);
    assertThat(news(world.after(look).at(NOW))).isEmpty();
  }

  @Test
  void theNextPartIsToldAgain() {
    World world = held("retention: {keepDaily: 3}");
    World.Look first = world.at(NOW);
    world.remember(
        first
            .report()
            .status()
            .withRetention(
                status(HELD.replace("11-21T03", "11-22T03").replace("362", "253")).retention()));

    assertThat(news(world.at(NOW))).containsExactly(EventReason.RETENTION_HELD_BACK);
  }

  @Test
  void rulesThatChangedSinceTheLastPassAreNotJudgedByIt() {
    assertThat(held("retention: {keepDaily: 365}").at(NOW).answer("RetentionHeldBack"))
        .isEqualTo("Unknown NoRetentionPassYet");
  }

  @Test
  void theDaysWarningIsGivenWhileTheLastPassOfAnotherRepositoryHadOlderRules() {
    World world =
        World.nightly("retention: {keepDaily: 3}")
            .change("repositories: [{name: offsite}, {name: second}]")
            .withRepositoryOf("second", "maintenance: {cron: '30 3 * * 0'}", "{}")
            .remember(
                status(
                    HELD
                        + """
                        - {repository: second, passTime: "2026-11-15T03:00:00Z", rules: keepDaily=365, snapshots: 365, removed: 0}
                        """));

    World.Look look = world.at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("True RemovalBeyondLimit");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .contains("362 of 365", "second: the rules are keepDaily=3 since the last pass");
    assertThat(news(look)).containsExactly(EventReason.RETENTION_HELD_BACK);
  }

  @Test
  void withinTheLimitTheConditionSaysWhatTheLastPassDid() {
    World world = World.nightly("retention: {keepDaily: 3}");
    world.remember(
        status(
            """
            retention:
            - {repository: offsite, passTime: "2026-11-20T03:00:00Z", rules: keepDaily=3, snapshots: 3, removed: 1}
            """));

    World.Look look = world.at(NOW);

    assertThat(look.answer("RetentionHeldBack")).isEqualTo("False RemovalWithinLimit");
    assertThat(look.condition("RetentionHeldBack").getMessage())
        .isEqualTo("offsite: the pass of 2026-11-20T03:00:00Z left 3 and removed 1.");
    assertThat(look.report().status().retention()).hasSize(1);
    assertThat(news(look)).isEmpty();
  }

  @Test
  void whatWasSaidOfTheNextPassIsToldAsLongAsItHoldsForTheZoneToo() {
    String told = "With keepDaily=3 in %s the pass of 2026-11-21T03:00:00Z removes 1.";
    String status =
        """
        retention:
        - repository: offsite
          passTime: "2026-11-20T03:00:00Z"
          rules: keepDaily=3
          snapshots: 3
          removed: 1
          next: {terms: "keepDaily=3 in %s", message: "%s"}
        """;
    World world = World.nightly("retention: {keepDaily: 3}");

    String zone = "America/Fortaleza";
    assertThat(
            world
                .remember(status(status.formatted(zone, told.formatted(zone))))
                .at(NOW)
                .condition("RetentionHeldBack")
                .getMessage())
        .isEqualTo(
            "offsite: the pass of 2026-11-20T03:00:00Z left 3 and removed 1. "
                + told.formatted(zone));
    assertThat(
            world
                .remember(status(status.formatted("Asia/Tokyo", told.formatted("Asia/Tokyo"))))
                .at(NOW)
                .condition("RetentionHeldBack")
                .getMessage())
        .isEqualTo("offsite: the pass of 2026-11-20T03:00:00Z left 3 and removed 1.");
  }

  private static World held(String spec) {
    return World.nightly(spec).remember(status(HELD));
  }

  private static BackupPolicyStatus status(String yaml) {
    return Serialization.unmarshal(yaml, BackupPolicyStatus.class);
  }

  private static List<EventReason> news(World.Look look) {
    return PolicyNews.between(look.seen().status(), look.report().status()).stream()
        .map(PolicyNews::reason)
        .filter(EventReason.RETENTION_HELD_BACK::equals)
        .toList();
  }
}
