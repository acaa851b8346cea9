package dev.salvaguarda.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.status.FailedLook.Cause;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedLookTest {
  private static final String ACCOUNT = "system:serviceaccount:salvaguarda-system:operator";

  @Test
  void aMissingRightIsNamedByVerbResourceAndNamespace() {
    FailedLook look =
        FailedLook.of(
            answer(
                403,
                "backupruns.salvaguarda.dev is forbidden: User \"%s\" cannot create resource \"backupruns\" in API group \"salvaguarda.dev\" in the namespace \"finance\""
                    .formatted(ACCOUNT)));

    assertThat(look.reason()).isEqualTo(ConditionReason.MISSING_PERMISSION);
    assertThat(look.sentence())
        .isEqualTo(
            "The operator's service account lacks the right to create backupruns.salvaguarda.dev in namespace \"finance\".");
  }

  @Test
  void aRightOfTheCoreGroupOverTheWholeClusterIsNamed() {
    FailedLook look =
        FailedLook.of(
            answer(
                403,
                "secrets is forbidden: User \"%s\" cannot get resource \"secrets\" in API group \"\" at the cluster scope"
                    .formatted(ACCOUNT)));

    assertThat(look.sentence())
        .isEqualTo(
            "The operator's service account lacks the right to get secrets in the whole cluster.");
  }

  @Test
  void aQuotaIsNoMissingRight() {
    FailedLook look =
        FailedLook.of(
            answer(403, "jobs.batch \"x\" is forbidden: exceeded quota: small, requested: 1"));

    assertThat(look.reason()).isEqualTo(ConditionReason.RECONCILE_ERROR);
    assertThat(look.cause()).isEqualTo(Cause.REFUSED);
    assertThat(look.sentence()).contains("quota").doesNotContain("small");
  }

  @Test
  void anEndingNamespaceIsNoTrouble() {
    var status =
        new StatusBuilder()
            .withCode(403)
            .withMessage(
                "unable to create new content in namespace x because it is being terminated")
            .withNewDetails()
            .addNewCause("namespace", "x is being terminated", "NamespaceTerminating")
            .endDetails()
            .build();

    assertThat(FailedLook.of(new KubernetesClientException(status)).cause())
        .isEqualTo(Cause.PASSING);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 504, 429, 401})
  void troubleOfTheServerIsToldWithItsCode(int code) {
    FailedLook look = FailedLook.of(answer(code, "etcdserver: request timed out"));

    assertThat(look.cause()).isEqualTo(Cause.SERVER);
    assertThat(look.sentence()).contains(Integer.toString(code)).doesNotContain("etcd");
  }

  @Test
  void anAnswerInsideAnotherExceptionCounts() {
    assertThat(
            FailedLook.of(
                    new IllegalStateException(
                        new KubernetesClientException("connect timed out", new Exception())))
                .sentence())
        .isEqualTo("The API server did not answer.");
  }

  @Test
  void whatAnExceptionSaysIsNeverRepeated() {
    FailedLook look = FailedLook.of(new IllegalStateException("password=hunter2"));

    assertThat(look.cause()).isEqualTo(Cause.DEFECT);
    assertThat(look.toString()).doesNotContain("hunter2");
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
