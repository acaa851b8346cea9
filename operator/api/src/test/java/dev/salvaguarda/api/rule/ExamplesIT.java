package dev.salvaguarda.api.rule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
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
  Stream<DynamicTest> everyExampleAppliesAloneInAnEmptyNamespace() {
    return InstalledCrds.filesOf("examples").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> create(file)));
  }

  private void create(Path file) {
    ControlPlane plane = requireNonNull(cluster);
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
