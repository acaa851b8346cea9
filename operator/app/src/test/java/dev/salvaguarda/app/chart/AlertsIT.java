package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard, as Prometheus understands them. */
class AlertsIT {
  private static final Path FILES = Chart.FOLDER.resolve("files");
  private static final Path GUIDE = Path.of("..", "..", "docs", "guide", "monitoring.md");
  private static final Path METRICS = Path.of("..", "..", "docs", "reference", "metrics.md");
  private static final Path TESTS = Path.of("src", "test", "resources", "alerts");
  private static final Pattern METRIC = Pattern.compile("salvaguarda_\\w+");

  @TempDir private Path folder;

  @Test
  void everyAlertIsRaisedWhenItShouldBeAndNotBefore() throws IOException {
    String tests = Files.readString(TESTS.resolve("alerts_test.yaml"));
    for (JsonNode rule : rules()) {
      assertThat(tests).contains("alertname: " + rule.path("alert").asText() + "\n");
    }

    Answer answer = promtool("test", "rules", "alerts_test.yaml");
    assertThat(answer.exitCode()).as(answer.text()).isZero();
  }

  @Test
  void everyAlertHasASectionInTheGuideThatItsLinkLeadsTo() throws IOException {
    Set<String> sections =
        Files.readAllLines(GUIDE).stream()
            .filter(line -> line.startsWith("### Salvaguarda"))
            .map(line -> line.substring("### ".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> alerts = new TreeSet<>();
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asText();
      alerts.add(name);
      assertThat(rule.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/guide/monitoring.md#" + name.toLowerCase(java.util.Locale.ROOT));
    }

    assertThat(sections).isEqualTo(alerts);
  }

  @Test
  void rulesAndDashboardAskForMetricsThatThereAre() throws IOException {
    Set<String> known =
        METRIC
            .matcher(Files.readString(METRICS))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    List<String> asked = new ArrayList<>(dashboard());
    rules().forEach(rule -> asked.add(rule.path("expr").asText()));

    assertThat(asked)
        .hasSizeGreaterThan(20)
        .allSatisfy(query ->
            assertThat(METRIC.matcher(query).results().map(MatchResult::group)).isSubsetOf(known));
  }

  @Test
  void prometheusUnderstandsEveryQueryOfTheDashboard() throws IOException {
    List<Map<String, String>> rules = new ArrayList<>();
    for (String query : dashboard()) {
      rules.add(Map.of("record", "dashboard:query" + rules.size(), "expr", query));
    }
    Path file = folder.resolve("dashboard.yaml");
    Files.writeString(
        file,
        new ObjectMapper()
            .writeValueAsString(
                Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));

    Answer answer = promtool("check", "rules", file.toString());
    assertThat(answer.exitCode()).as(answer.text()).isZero();
  }

  private static JsonNode rules() throws IOException {
    return Serialization.unmarshal(Files.readString(FILES.resolve("alerts.yaml")), JsonNode.class)
        .at("/groups/0/rules");
  }

  /** Its queries, with all namespaces and policies chosen. */
  private static List<String> dashboard() throws IOException {
    return new ObjectMapper()
        .readTree(FILES.resolve("dashboard.json").toFile()).findValuesAsText("expr").stream()
            .map(query -> query.replace("$namespace", ".*").replace("$policy", ".*"))
            .toList();
  }

  private static Answer promtool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.promtool().path().toString());
    command.addAll(List.of(arguments));
    return Answer.of(command, Map.of(), TESTS);
  }
}
