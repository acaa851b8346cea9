package dev.salvaguarda.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {
  private static final List<String> COMPONENT = List.of("component", "service");

  @Test
  void alertsOfOneComponentBelongTogetherWhateverTheyAreCalledAndSay() {
    AlertRules rules = rules(List.of());

    FiledAlert down = rules.file(alert("Down of 10.0.0.1", "alertname=Down", "component=correio"));
    FiledAlert slow = rules.file(alert("Slow by 31 %", "alertname=Slow", "component=correio"));
    FiledAlert payroll = rules.file(alert("Down", "alertname=Down", "component=folha"));

    assertThat(down.key()).isEqualTo(slow.key()).isNotEqualTo(payroll.key());
  }

  @Test
  void labelsThatTellIncidentsApartDoSo() {
    AlertRules rules = rules(List.of("site", "tier"));

    assertThat(rules.file(alert("", "component=correio", "site=a")).key())
        .isEqualTo(rules.file(alert("other", "component=correio", "site=a", "x=y")).key())
        .isNotEqualTo(rules.file(alert("", "component=correio", "site=b")).key())
        .isNotEqualTo(rules.file(alert("", "component=correio", "tier=a")).key());
  }

  @ParameterizedTest
  @CsvSource({
    "correio, correio, correio",
    "Correio Eletrônico, correio-eletr-nico, Correio Eletrônico",
    "mail_server.example, mail-server-example, mail_server.example",
    "-- a --, a, -- a --",
    "' spaced ', spaced, spaced",
  })
  void aValueBecomesANameAndStaysWhatPeopleCallIt(String value, String name, String title) {
    FiledAlert filed = rules(List.of()).file(alert("", "component=" + value));

    assertThat(filed.key().component()).isEqualTo(name);
    assertThat(filed.title()).isEqualTo(title);
  }

  @Test
  void aNameHasAtMostSixtyThreeCharactersAndDoesNotEndInAHyphen() {
    String value = "a".repeat(62) + "--" + "b".repeat(40);

    assertThat(rules(List.of()).file(alert("", "component=" + value)).key().component())
        .isEqualTo("a".repeat(62));
  }

  @Test
  void theFirstLabelThatNamesAComponentCounts() {
    AlertRules rules = rules(List.of());

    assertThat(rules.file(alert("", "service=b", "component=a")).key().component()).isEqualTo("a");
    assertThat(rules.file(alert("", "service=b", "component=***")).key().component())
        .isEqualTo("b");
  }

  @Test
  void anAlertWithoutAComponentIsNotDroppedAndDoesNotHideAnotherOne() {
    AlertRules rules = rules(List.of());

    FiledAlert disk = rules.file(alert("", "alertname=DiskFull"));
    FiledAlert node = rules.file(alert("", "alertname=NodeDown"));

    assertThat(disk.key().component()).isEqualTo("unmapped");
    assertThat(disk.key()).isNotEqualTo(node.key());
    assertThat(disk.sighting().name()).isEqualTo("DiskFull");
    assertThat(rules.file(alert("")).sighting().name()).isEqualTo("alert");
  }

  @Test
  void aLabelNamesTheNamespaceOnlyWhereItMayAndOnlyOneThatIsLookedAfter() {
    Set<String> watched = Set.of("ti", "folha");
    AlertRules without = new AlertRules("ti", "", watched, COMPONENT, List.of());
    AlertRules with = new AlertRules("ti", "team", watched, COMPONENT, List.of());
    AlertRules any = new AlertRules("ti", "team", Set.of(), COMPONENT, List.of());

    assertThat(namespace(without, "folha")).isEqualTo("ti");
    assertThat(namespace(with, "folha")).isEqualTo("folha");
    assertThat(namespace(with, "elsewhere")).isEqualTo("ti");
    assertThat(namespace(any, "elsewhere")).isEqualTo("elsewhere");
    assertThat(namespace(any, "Not A Name")).isEqualTo("ti");
  }

  @Test
  void whatIsKeptOfTextsIsOneShortLine() {
    FiledAlert filed =
        rules(List.of())
            .file(
                alert(
                    "line\nline " + "x".repeat(500),
                    "component=" + "c".repeat(500),
                    "alertname=" + "n".repeat(500)));

    assertThat(filed.sighting().summary()).startsWith("line line x").hasSize(256);
    assertThat(filed.sighting().name()).hasSize(128);
    assertThat(filed.title()).hasSize(200);
  }

  private static String namespace(AlertRules rules, String team) {
    return rules.file(alert("", "component=correio", "team=" + team)).key().namespace();
  }

  private static AlertRules rules(List<String> keyLabels) {
    return new AlertRules("ti", "", Set.of(), COMPONENT, keyLabels);
  }

  private static Alert alert(String summary, String... labels) {
    Map<String, String> all = new HashMap<>();
    for (String label : labels) {
      String[] parts = label.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    return new Alert("f1", all, summary, Instant.parse("2026-11-27T17:00:00Z"), null);
  }
}
