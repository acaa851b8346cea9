package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrdRulesIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(InstalledCrds::start);

  @TestFactory
  Stream<DynamicTest> theApiServerAcceptsWhatIsValidAndSaysWhatIsWrongElse() {
    return RuleCase.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private void check(RuleCase rule) {
    int last = rule.documents().size() - 1;
    for (int i = 0; i < last; i++) {
      apply(rule.documents().get(i), i == 0);
    }
    ThrowingCallable decisive = () -> apply(rule.documents().get(last), last == 0);
    if (rule.expectMessage().isEmpty()) {
      assertThatCode(decisive).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(decisive)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal ->
                assertThat(refusal.getMessage()).contains(rule.expectMessage().orElseThrow()));
  }

  /**
   * Creates or replaces, with the strict check of fields that kubectl asks for. A status in the
   * document is what the operator reports then.
   */
  private void apply(String document, boolean isNew) {
    GenericKubernetesResource object =
        Serialization.unmarshal(document, GenericKubernetesResource.class);
    NamespaceableResource<GenericKubernetesResource> request =
        PLANE.get().client().resource(object);
    if (isNew) {
      request.inNamespace("default").fieldValidation(Validation.STRICT).create();
    } else {
      object.getMetadata().setResourceVersion(version(request));
      request.inNamespace("default").fieldValidation(Validation.STRICT).update();
    }
    if (object.getAdditionalProperties().containsKey("status")) {
      object.getMetadata().setResourceVersion(version(request));
      request.inNamespace("default").updateStatus();
    }
  }

  private static String version(NamespaceableResource<GenericKubernetesResource> request) {
    return request.inNamespace("default").get().getMetadata().getResourceVersion();
  }
}
