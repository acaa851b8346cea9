package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Helm makes of the chart. {@code -Dsalvaguarda.golden=write} writes the files of what is
 * expected anew.
 */
class ChartIT {
  private static final Path CASES = Path.of("src", "test", "resources", "chart");

  /** Possessive: otherwise each line of a long block is another call. */
  private static final Pattern RULES = Pattern.compile("(?m)^rules:\\n(?: +.*\\n)++");

  private static final Pattern DASHBOARD =
      Pattern.compile("(?m)^  salvaguarda\\.json: \\|-\\n(?: {4}.*\\n)++");
  private static final String OF_KINDS = ".salvaguarda.dev.yaml";
  private static final String[] WITHOUT_CRDS = {"--set", "crds.install=false"};

  @Test
  void helmHasNothingToComplainAbout() {
    assertThat(Chart.helm("lint", ".", "--strict"))
        .satisfies(answer -> assertThat(answer.exitCode()).as(answer.text()).isZero());
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rendersWhatIsExpected(Path folder) throws IOException {
    Path golden = folder.resolve("rendered.yaml");
    // Both have tests of their own; a right or a kind more changes nothing here.
    String rendered =
        RULES.matcher(Chart.render("backup-system", values(folder))).replaceAll("rules: …\n");
    rendered = DASHBOARD.matcher(rendered).replaceAll("  salvaguarda.json: …\n");

    if ("write".equals(System.getProperty("salvaguarda.golden"))) {
      Files.writeString(golden, rendered);
    }
    assertThat(golden).hasContent(rendered);
  }

  static List<String> values(Path folder) {
    return List.of("--values", folder.resolve("values.yaml").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=2|additional properties 'replicas' not allowed",
        "image.repo=x|at '/image': additional properties 'repo' not allowed",
        "image.pullPolicy=Sometimes|at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'",
        "metrics.prometheusRule.on=true|at '/metrics/prometheusRule': additional properties 'on' not allowed",
        "watchNamespaces={Finance}|at '/watchNamespaces/0': 'Finance' does not match pattern",
        "watchNamespaces=finance|at '/watchNamespaces': got string, want array",
        "stuckAfter=ten|at '/stuckAfter': 'ten' does not match pattern",
        "logLevel=LOUD|at '/logLevel': value must be one of",
        "logFormat=xml|at '/logFormat': value must be one of 'text', 'json'",
        "allowHostPath=perhaps|at '/allowHostPath': got string, want boolean",
        "podSecurityContext.runAsUser=0|at '/podSecurityContext/runAsUser': minimum: got 0, want 1",
        "podSecurityContext.runAsNonRoot=false|at '/podSecurityContext/runAsNonRoot': value must be true",
        "podSecurityContext.privileged=true|additional properties 'privileged' not allowed",
        "inbound.alertmanager.audience=Everybody|at '/inbound/alertmanager/audience': value must be one of 'Public', 'Internal'",
        "inbound.alertmanager.keyLabels={a-b}|at '/inbound/alertmanager/keyLabels/0': 'a-b' does not match pattern",
        "inbound.alertmanager.enabled=true|inbound.alertmanager.tokenSecretRef.name must name the Secret with the tokens.",
        "serviceAccount.create=false|serviceAccount.create is false, so serviceAccount.name must name an account.",
      })
  void aValueThatIsNotAllowedIsNamed(String value, String sentence) {
    assertThat(Chart.helm("template", "x", ".", "--set", value))
        .satisfies(answer -> {
          assertThat(answer.exitCode()).isNotZero();
          assertThat(answer.text()).contains(sentence);
        });
  }

  @Test
  void theOperatorGetsTheWrittenRulesInTheWholeClusterOrInTheNamespacesOnly() throws IOException {
    List<PolicyRule> written =
        Serialization.unmarshal(Files.readString(Chart.RIGHTS), ClusterRole.class).getRules();

    assertThat(Chart.objects("backup-system", WITHOUT_CRDS))
        .filteredOn(ClusterRole.class::isInstance)
        .filteredOn(role -> role.getMetadata().getName().equals("salvaguarda-controller"))
        .singleElement()
        .satisfies(role -> assertThat(((ClusterRole) role).getRules()).isEqualTo(written));
    List<HasMetadata> narrow =
        Chart.objects(
            "backup-system",
            "--set",
            "crds.install=false,watchNamespaces={finance,mail},metrics.dashboard.enabled=true");
    assertThat(narrow).extracting(HasMetadata::getKind).noneMatch(kind -> kind.contains("Cluster"));
    assertThat(narrow)
        .filteredOn(Role.class::isInstance)
        .filteredOn(role -> role.getMetadata().getName().equals("salvaguarda-controller"))
        .hasSize(2)
        .allSatisfy(role -> assertThat(((Role) role).getRules()).isEqualTo(written));
  }

  @Test
  void alertsHaveNoLinkWhereNobodySaysWhereItLeads() {
    String enabled = "crds.install=false,metrics.prometheusRule.enabled=true";

    assertThat(Chart.render("backup-system", List.of("--set", enabled)))
        .contains("alert: SalvaguardaRunFailed")
        .doesNotContain("runbook_url");
    assertThat(
            Chart.render(
                "backup-system",
                List.of(
                    "--set",
                    enabled + ",metrics.prometheusRule.runbookBase=https://git.example.org/x/")))
        .contains("runbook_url: https://git.example.org/x/docs/guide/");
  }

  @Test
  void secretsCanBeNarrowedToThoseOfTheRepositories() {
    assertThat(
            Chart.objects(
                "backup-system", "--set", "crds.install=false,rbac.secretNames={s3,archive}"))
        .filteredOn(ClusterRole.class::isInstance)
        .flatExtracting(role -> ((ClusterRole) role).getRules())
        .filteredOn(rule -> rule.getResources().contains("secrets"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.getVerbs()).containsExactly("get");
          assertThat(rule.getResourceNames()).containsExactly("s3", "archive");
        });
  }

  @Test
  void programsInPodsAreARightInTheNamespacesThatAreNamedAndInNoOther() throws IOException {
    List<PolicyRule> written =
        Serialization.unmarshal(
                Files.readString(Chart.FOLDER.resolve(Path.of("files", "hook-rights.yaml"))),
                Role.class)
            .getRules();

    assertThat(Chart.render("backup-system", List.of(WITHOUT_CRDS))).doesNotContain("pods/exec");
    assertThat(
            Chart.objects(
                "backup-system", "--set", "crds.install=false,hooks.execNamespaces={helpdesk}"))
        .filteredOn(Role.class::isInstance)
        .singleElement()
        .satisfies(role -> {
          assertThat(role.getMetadata().getNamespace()).isEqualTo("helpdesk");
          assertThat(((Role) role).getRules()).isEqualTo(written);
        });
  }

  /** The operator alone makes what is called Notice here; nobody has to write one. */
  @Test
  void everyKindCanBeReadByViewersAndWrittenByOneOfTheOtherRoles() throws IOException {
    Set<String> kinds = new TreeSet<>();
    try (Stream<Path> crds = Files.list(Chart.FOLDER.resolve(Path.of("files", "crds")))) {
      crds.map(crd -> crd.getFileName().toString())
          .filter(crd -> crd.endsWith(OF_KINDS))
          .map(crd -> crd.replace(OF_KINDS, ""))
          .forEach(kinds::add);
    }
    assertThat(kinds).contains("backuppolicies");

    assertThat(resources("viewer", "get")).containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(resources("viewer", "create")).isEmpty();
    assertThat(resources("editor", "create"))
        .containsExactlyInAnyOrder("backuppolicies", "backupruns", "restores");
    assertThat(resources("notifier", "create")).containsExactly("incidents");
    assertThat(resources("communications", "create"))
        .containsExactlyInAnyOrder("incidents", "maintenancewindows");
    kinds.removeAll(Set.of("notices", "incidents", "maintenancewindows"));
    assertThat(resources("operator", "create")).containsExactlyInAnyOrderElementsOf(kinds);
  }

  private static Set<String> resources(String role, String verb) {
    return Chart.objects("backup-system", WITHOUT_CRDS).stream()
        .filter(object -> object.getMetadata().getName().equals("salvaguarda-" + role))
        .filter(ClusterRole.class::isInstance)
        .map(ClusterRole.class::cast)
        .flatMap(found -> found.getRules().stream())
        .filter(rule -> rule.getVerbs().contains(verb))
        .flatMap(rule -> rule.getResources().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void theContainerIsTheOneOfTheImagesPage() throws IOException {
    JsonNode page = ImageExample.container();
    Deployment deployment =
        Chart.objects("backup-system", WITHOUT_CRDS).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElseThrow();
    JsonNode pod = new ObjectMapper().valueToTree(deployment.getSpec().getTemplate().getSpec());
    JsonNode container = pod.at("/containers/0");

    assertThat(ImageExample.environment(container))
        .containsAllEntriesOf(ImageExample.javaOf(page))
        .containsOnlyKeys(ImageExample.settingsAndJava());
    for (String part : List.of("args", "volumeMounts", "resources")) {
      assertThat(container.path(part)).as(part).isEqualTo(page.path(part));
    }
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/path"))
          .isEqualTo(page.at("/" + probe + "/httpGet/path"));
    }
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asLong())
        .isEqualTo(page.at("/securityContext/runAsUser").asLong());
  }
}
