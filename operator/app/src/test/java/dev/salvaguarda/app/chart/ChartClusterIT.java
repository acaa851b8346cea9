package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's objects before a real API server. */
class ChartClusterIT {
  @RegisterExtension static final Running<ControlPlane> CLUSTER = Running.from(ControlPlane::start);

  private static final Path EVERYTHING = Path.of("src", "test", "resources", "chart", "everything");
  private static final String OF_PROMETHEUS_OPERATOR = "monitoring.coreos.com/";

  @TempDir private Path folder;

  @BeforeAll
  static void makeNamespaces() {
    for (String name : List.of("backup-system", "finance", "mail")) {
      CLUSTER
          .get()
          .client()
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .endMetadata()
                  .build())
          .create();
    }
  }

  static List<Path> cases() throws IOException {
    return ChartIT.cases();
  }

  /** Kinds of the Prometheus Operator are not served here, and have the test below. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyObjectIsTakenAsItIs(Path values) throws IOException {
    List<HasMetadata> objects =
        objects(values, "crds.install=true").stream()
            .filter(object -> !object.getApiVersion().startsWith(OF_PROMETHEUS_OPERATOR))
            .toList();
    assertThat(objects).extracting(HasMetadata::getKind).contains("CustomResourceDefinition");

    Answer answer =
        dryRun(objects.stream().map(Serialization::asYaml).collect(Collectors.joining("\n")));
    assertThat(answer.exitCode()).as(answer.text()).isZero();
    assertThat(answer.text())
        .doesNotContain("Warning")
        .contains("deployment.apps/", "serverside-applied (server dry run)");
  }

  /** What their own model has no field for is lost on the way there and back. */
  @Test
  void whatIsForThePrometheusOperatorIsOfItsSchema() {
    ObjectMapper strict =
        new ObjectMapper()
            .setAnnotationIntrospector(
                new JacksonAnnotationIntrospector() {
                  @Override
                  public Boolean hasAnyGetter(Annotated method) {
                    return false;
                  }
                });
    String rendered = Chart.render("backup-system", ChartIT.values(EVERYTHING));
    List<JsonNode> found = new ArrayList<>();
    if (new KubernetesSerialization().unmarshal(rendered) instanceof Collection<?> objects) {
      objects.forEach(object -> {
        JsonNode given = new ObjectMapper().valueToTree(object);
        if (given.path("apiVersion").asText().startsWith(OF_PROMETHEUS_OPERATOR)) {
          Class<?> model =
              given.path("kind").asText().equals("PrometheusRule")
                  ? PrometheusRule.class
                  : ServiceMonitor.class;
          JsonNode understood = strict.valueToTree(new ObjectMapper().convertValue(given, model));
          assertThat(understood).isEqualTo(given);
          found.add(given);
        }
      });
    }
    assertThat(found)
        .extracting(object -> object.path("kind").asText())
        .containsExactlyInAnyOrder("PrometheusRule", "ServiceMonitor");
  }

  @Test
  void theOperatorsPodMayRunWherePodsAreRestricted() {
    PodSpec pod =
        objects(Path.of("src", "test", "resources", "chart", "plain"), "crds.install=false")
            .stream()
            .filter(Deployment.class::isInstance)
            .map(object -> ((Deployment) object).getSpec().getTemplate().getSpec())
            .findFirst()
            .orElseThrow();

    Answer restricted = dryRun(pod(pod));
    assertThat(restricted.exitCode()).as(restricted.text()).isZero();

    pod.getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThat(dryRun(pod(pod)).text()).contains("violates PodSecurity \"restricted");
  }

  private static String pod(PodSpec spec) {
    return Serialization.asYaml(
        new PodBuilder()
            .withNewMetadata()
            .withName("operator")
            .withNamespace("backup-system")
            .endMetadata()
            .withSpec(spec)
            .build());
  }

  private static List<HasMetadata> objects(Path values, String setting) {
    List<String> arguments = new ArrayList<>(ChartIT.values(values));
    arguments.addAll(List.of("--set", setting));
    return Chart.objects("backup-system", arguments.toArray(String[]::new));
  }

  /** As kubectl does it, which lets the server refuse fields that it does not know. */
  private Answer dryRun(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("objects.yaml"), yaml);
      return Answer.of(
          List.of(
              RequiredTool.kubernetes("kubectl").path().toString(),
              "apply",
              "--server-side",
              "--dry-run=server",
              "-f",
              file.toString()),
          Map.of("KUBECONFIG", CLUSTER.get().kubeconfig().toString(), "HOME", folder.toString()),
          folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
