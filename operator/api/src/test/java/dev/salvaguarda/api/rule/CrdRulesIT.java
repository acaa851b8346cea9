package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdRulesIT {
  private @Nullable ControlPlane cluster;

  @BeforeAll
  void startApiServer() {
    cluster = ControlPlane.startWithoutControllers();
    InstalledCrds.install(cluster.client());
  }

  @AfterAll
  void stopApiServer() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> theApiServerAcceptsWhatIsValidAndSaysWhatIsWrongElse() {
    return RuleCase.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private void check(RuleCase rule) {
    int last = rule.documents().size() - 1;
    rule.documents().subList(0, last).forEach(this::apply);
    String decisive = rule.documents().get(last);
    if (rule.expectMessage().isEmpty()) {
      assertThatCode(() -> apply(decisive)).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(() -> apply(decisive))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal ->
                assertThat(refusal.getMessage()).contains(rule.expectMessage().orElseThrow()));
  }

  private void apply(String document) {
    GenericKubernetesResource object =
        Serialization.unmarshal(document, GenericKubernetesResource.class);
    java.util.Objects.requireNonNull(cluster)
        .client()
        .resource(object)
        .inNamespace("default")
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .forceConflicts()
        .serverSideApply();
  }
}
