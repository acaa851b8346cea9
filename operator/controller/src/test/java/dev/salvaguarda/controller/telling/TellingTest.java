package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class TellingTest {
  private static final Instant NOW = Instant.parse("2026-12-01T10:12:31Z");
  private static final String ENDED = "phase: Succeeded";

  @SuppressWarnings("NullAway.Init")
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void thatNobodyCanBeToldBecauseThePolicyIsGoneIsSaid() {
    Telling telling = new Telling(new TellingApplier(client, Texts.shipped()));
    BackupRun ends = TellingCases.run("phase: Failed");
    var next = ends.getStatus();
    ends.setStatus(null);

    Told told = telling.ofRun(ends, next, () -> null, List::of, NOW);

    assertThat(told.conditions())
        .singleElement()
        .satisfies(notified -> {
          assertThat(notified.getStatus()).isEqualTo("False");
          assertThat(notified.getReason()).isEqualTo("PolicyNotFound");
        });
    assertThat(Told.isOpen(told.conditions())).isFalse();
  }

  @Test
  void thatThePolicyOfATestCannotBeReadDoesNotHideHowTheTestEnded() {
    server
        .expect()
        .get()
        .withPath("/apis/salvaguarda.dev/v1alpha1/namespaces/ti/backuppolicies/folha")
        .andReturn(403, "{}")
        .always();
    Telling telling = new Telling(new TellingApplier(client, Texts.shipped()));
    Restore ends = TellingCases.test("", ENDED);
    var next = ends.getStatus();
    ends.setStatus(null);

    Told first = telling.ofRestore(ends, next, NOW);

    assertThat(Told.isOpen(first.conditions())).isTrue();
    assertThat(first.conditions())
        .extracting(condition -> condition.getReason())
        .isEqualTo(List.of("NotToldYet"));
    Restore ended =
        TellingCases.test(
            "",
            ENDED
                + "\nconditions: [{type: Notified, status: \"False\", reason: NotToldYet, lastTransitionTime: \"2026-12-01T10:12:31Z\"}]");
    Told later = telling.ofRestore(ended, ended.getStatus(), NOW);
    assertThat(Told.isOpen(later.conditions())).isTrue();
    assertThat(later.lookAgainAt()).isAfter(NOW);
  }
}
