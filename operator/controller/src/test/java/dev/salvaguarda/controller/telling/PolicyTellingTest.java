package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PolicyTellingTest {
  private static final Instant NOW = Instant.parse("2026-12-01T10:12:31Z");
  private static final ConditionFact RUNS =
      ConditionFact.met(ConditionType.READY, ConditionReason.RECONCILED, "All is there.");
  private static final ConditionFact RUNS_NOT =
      ConditionFact.unmet(
          ConditionType.READY, ConditionReason.REPOSITORY_NOT_FOUND, "There is no nuvem.");
  private static final String MISSING = "There is no NotificationChannel away in this namespace.";

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  private final BackupPolicy policy =
      TellingCases.policy("notify: [{channelRef: {name: there}}, {channelRef: {name: away}}]");

  @Test
  void aChannelThatIsMissingIsTheReasonWhereThereIsNoOther() {
    Condition ready = ready(RUNS);

    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getReason()).isEqualTo("ChannelNotFound");
    assertThat(ready.getMessage())
        .isEqualTo(MISSING + " Runs go on, and are told once it is there.");
  }

  @Test
  void anotherReasonComesFirstAndDoesNotHideIt() {
    Condition ready = ready(RUNS_NOT);

    assertThat(ready.getReason()).isEqualTo("RepositoryNotFound");
    assertThat(ready.getMessage()).isEqualTo("There is no nuvem. " + MISSING);
  }

  @Test
  void whereNothingIsMissingNothingIsSaid() {
    NotificationChannel away = TellingCases.channel("away", "");

    assertThat(ready(RUNS, away).getMessage()).isEqualTo("All is there.");
    assertThat(ready(RUNS_NOT, away).getMessage()).isEqualTo("There is no nuvem.");
  }

  private Condition ready(ConditionFact fact, NotificationChannel... more) {
    PolicyTelling telling = new PolicyTelling(new TellingApplier(client, Texts.shipped()));
    List<Condition> conditions = ConditionSet.of(List.of()).with(fact, 1L, NOW).conditions();
    BackupPolicyStatus next = policy.getStatus().withConditions(conditions);
    List<NotificationChannel> known = new ArrayList<>(List.of(more));
    known.add(TellingCases.channel("there", ""));

    return ConditionSet.of(telling.of(policy, next, known, NOW).conditions())
        .find(ConditionType.READY)
        .orElseThrow();
  }
}
