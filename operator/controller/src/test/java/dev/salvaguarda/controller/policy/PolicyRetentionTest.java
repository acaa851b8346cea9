package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.domain.event.EventReason;
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
