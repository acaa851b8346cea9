package dev.salvaguarda.controller.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.alert.AlertKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits in windows that are over. */
class AlertFilingTest {
  private static final List<AlertKey> KEYS =
      List.of(new AlertKey("ti", "portal", "1"), new AlertKey("ti", "correio", "2"));

  private final List<AlertKey> tried = new ArrayList<>();

  @Test
  void anIncidentThatIsRefusedKeepsNoOtherOneBack() {
    assertThatThrownBy(() -> AlertFiling.each(KEYS, key -> fail(key, 422)))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(tried).isEqualTo(KEYS);
  }

  @Test
  void whileTheServerIsAwayItIsAskedOnce() {
    assertThatThrownBy(() -> AlertFiling.each(KEYS, key -> fail(key, 503)))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(tried).hasSize(1);
  }

  private void fail(AlertKey key, int code) {
    tried.add(key);
    throw new KubernetesClientException("no", code, null);
  }
}
