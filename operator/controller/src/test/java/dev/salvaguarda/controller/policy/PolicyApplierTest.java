package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PolicyApplierTest {
  private static final String FRIDAY_TEN_PM = "2026-11-21T01:00:00Z";

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  private final List<EventReason> told = new ArrayList<>();
  private final EventRecorder events =
      (HasMetadata _, EventReason reason, String _) -> told.add(reason);
  private final BackupPolicy policy = new BackupPolicy();

  @BeforeEach
  void nameThePolicy() {
    policy.setMetadata(
        new ObjectMetaBuilder().withName("payroll").withNamespace("finance").build());
  }

  @Test
  void creatingTheSameRunTwiceMakesOneAndTellsOnce() {
    World.Look look = World.nightly().at(FRIDAY_TEN_PM);
    PolicyApplier applier = new PolicyApplier(client, events);

    PolicySeen made = applier.apply(policy, look.seen(), look.decision());
    PolicySeen again = applier.apply(policy, look.seen(), look.decision());

    assertThat(names()).containsExactly("payroll-daily-202611202200");
    assertThat(told).containsExactly(EventReason.RUN_STARTED);
    assertThat(made.runs().runs()).hasSize(1);
    assertThat(again.runs().runs()).isEmpty();
  }

  @Test
  void theRunThatWasJustMadeStandsInTheReportOfTheSameLook() {
    World.Look look = World.nightly().at(FRIDAY_TEN_PM);
    BackupRun made = look.manifest(look.decision().runs().plan().actions().getFirst());
    made.getMetadata().setCreationTimestamp(FRIDAY_TEN_PM);

    PolicyReport report =
        PolicyReport.of(
            look.seen().with(List.of(made), List.of()),
            look.decision(),
            Instant.parse(FRIDAY_TEN_PM));

    assertThat(report.status().activeRun()).isEqualTo("payroll-daily-202611202200");
    assertThat(report.status().lastScheduledTime()).isEqualTo(FRIDAY_TEN_PM);
  }

  @Test
  void aNameThatIsSomebodyElsesIsLeftAloneAndTheRunGetsAnother() {
    BackupRun foreign = World.run("payroll-daily-202611202200", FRIDAY_TEN_PM, "", "  {}", "  {}");
    client.resource(foreign).create();
    World.Look look = World.nightly().at(FRIDAY_TEN_PM);
    PolicyApplier applier = new PolicyApplier(client, events);

    applier.apply(policy, look.seen(), look.decision());
    applier.apply(policy, look.seen(), look.decision());

    assertThat(names())
        .hasSize(2)
        .contains("payroll-daily-202611202200")
        .anyMatch(name -> name.startsWith("payroll-daily-202611202200-"));
    assertThat(told).containsExactly(EventReason.RUN_STARTED);
  }

  @Test
  void finishedRunsBeyondTheLimitsAreDeletedAndOneThatIsGoneAlreadyIsFine() {
    client.resource(World.run("old", FRIDAY_TEN_PM, "", "  {}", "  phase: Failed")).create();
    World.Look look =
        World.nightly("failedRunsHistoryLimit: 1")
            .withRun("old", "2026-11-20T13:00:00Z", "  phase: Failed")
            .withRun("older", "2026-11-20T12:30:00Z", "  phase: Failed")
            .withRun("newest", "2026-11-20T14:00:00Z", "  phase: Failed")
            .at("2026-11-20T15:00:00Z");

    new PolicyApplier(client, events).apply(policy, look.seen(), look.decision());

    assertThat(look.decision().prune()).containsExactly("older", "old");
    assertThat(names()).isEmpty();
  }

  private List<String> names() {
    return client.resources(BackupRun.class).inNamespace("finance").list().getItems().stream()
        .map(run -> run.getMetadata().getName())
        .toList();
  }
}
