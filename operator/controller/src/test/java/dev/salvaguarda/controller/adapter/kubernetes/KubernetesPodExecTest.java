package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.hook.HookOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class KubernetesPodExecTest {
  private static final Pod POD =
      new PodBuilder().withNewMetadata().withName("glpi-0").endMetadata().build();

  @Test
  void aConnectionThatIsClosedWithoutTheProgramsEndIsAFailure() {
    assertThat(KubernetesPodExec.judged(null, POD))
        .isEqualTo(
            HookOutcome.failed("The connection to pod glpi-0 broke before the command had ended."));
    assertThat(KubernetesPodExec.judged(0, POD).passed()).isTrue();
  }
}
