package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalsTest {
  private final Refusals refusals =
      new Refusals(LoggerFactory.getLogger(RefusalsTest.class), "not done");

  @Test
  void eachReasonIsToldOnceUntilItHasPassed() {
    assertThat(refusals.refused(denied("events"), "a")).isTrue();
    assertThat(refusals.refused(denied("events"), "b")).isFalse();
    assertThat(refusals.refused(denied("pods/log"), "a")).isTrue();

    refusals.passed();

    assertThat(refusals.refused(denied("events"), "a")).isTrue();
  }

  @Test
  void whatIsGoneIsNotToldAtAll() {
    assertThat(refusals.refused(new KubernetesClientException("gone", 404, null), "a")).isFalse();
  }

  private static KubernetesClientException denied(String resource) {
    return new KubernetesClientException(
        "User \"x\" cannot patch resource \"%s\" in API group \"\" in the namespace \"n\""
            .formatted(resource),
        403,
        null);
  }
}
