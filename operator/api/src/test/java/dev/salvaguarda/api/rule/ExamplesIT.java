package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExamplesIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(InstalledCrds::start);

  @TestFactory
  Stream<DynamicTest> everyExampleAppliesAloneInAnEmptyNamespace() {
    return InstalledCrds.filesOf("examples").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> create(file)));
  }

  private void create(Path file) {
    ControlPlane plane = PLANE.get();
    String namespace = plane.newNamespace("example");
    KubernetesClient client = plane.client();
    for (HasMetadata object : InstalledCrds.load(client, file)) {
      HasMetadata made =
          client
              .resource(object)
              .inNamespace(namespace)
              .fieldValidation(Validation.STRICT)
              .create();
      assertThat(made.getMetadata().getUid()).as(object.getKind()).isNotEmpty();
    }
  }
}
