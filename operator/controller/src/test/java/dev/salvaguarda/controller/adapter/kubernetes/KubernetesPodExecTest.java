package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.HookExec;
import dev.salvaguarda.domain.hook.HookOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesPodExecTest {
  private static final Pod POD =
      new PodBuilder().withNewMetadata().withName("glpi-0").endMetadata().build();

  private static final HookExec EXEC =
      new HookExec("glpi-0", null, null, List.of("occ", "--token", "canary"));

  @Test
  void aConnectionThatIsClosedWithoutTheProgramsEndIsAFailure() {
    assertThat(KubernetesPodExec.judged(null, EXEC, POD))
        .isEqualTo(HookOutcome.failed("The connection to pod glpi-0 broke before occ had ended."));
    assertThat(KubernetesPodExec.judged(0, EXEC, POD).passed()).isTrue();
  }

  @Test
  void theProgramIsNamedAndNoArgumentOfIt() {
    assertThat(KubernetesPodExec.judged(-1, EXEC, POD))
        .isEqualTo(HookOutcome.failed("occ could not be started in pod glpi-0."));
    assertThat(KubernetesPodExec.judged(3, EXEC, POD))
        .isEqualTo(HookOutcome.failed("occ in pod glpi-0 ended with status 3."));
  }
}
