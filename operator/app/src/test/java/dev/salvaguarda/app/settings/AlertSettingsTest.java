package dev.salvaguarda.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.alert.AlertRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsTest {
  private final List<String> complaints = new ArrayList<>();

  @Test
  void withoutTokensThereIsNothingToSet() {
    assertThat(settings(List.of(), Map.of("NAMESPACE", "Not One", "TOKENS", ""))).isNull();
    assertThat(complaints).isEmpty();
  }

  @Test
  void tokensAndANamespaceAreAllThatHasToBeSet() {
    assertThat(settings(List.of(), Map.of()))
        .isEqualTo(
            new AlertSettings(
                Path.of("/tokens"),
                new AlertRules("ti", "", Set.of(), List.of("component", "service"), List.of()),
                true));
  }

  @Test
  void everySettingHasItsPlace() {
    assertThat(
            settings(
                List.of("ti", "folha"),
                Map.of(
                    "NAMESPACE_LABEL", "team",
                    "COMPONENT_LABELS", "app",
                    "KEY_LABELS", " site, tier ",
                    "AUDIENCE", "Internal")))
        .isEqualTo(
            new AlertSettings(
                Path.of("/tokens"),
                new AlertRules(
                    "ti", "team", Set.of("ti", "folha"), List.of("app"), List.of("site", "tier")),
                false));
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAMESPACE|''|SALVAGUARDA_ALERTS_NAMESPACE is not set; it must be a namespace that the operator looks after.",
        "NAMESPACE|elsewhere|SALVAGUARDA_ALERTS_NAMESPACE is \"elsewhere\"; it must be a namespace that the operator looks after.",
        "NAMESPACE_LABEL|a,b|SALVAGUARDA_ALERTS_NAMESPACE_LABEL is \"a,b\"; it must be the name of one label.",
        "COMPONENT_LABELS|a-b|SALVAGUARDA_ALERTS_COMPONENT_LABELS is \"a-b\"; it must be names of labels with commas between them, or nothing.",
        "KEY_LABELS|0|SALVAGUARDA_ALERTS_KEY_LABELS is \"0\"; it must be names of labels with commas between them, or nothing.",
        "AUDIENCE|Everybody|SALVAGUARDA_ALERTS_AUDIENCE is \"Everybody\"; it must be Internal or Public.",
      })
  void whatIsNotAllowedIsNamed(String setting, String value, String complaint) {
    settings(List.of("ti"), Map.of(setting, value));

    assertThat(complaints).containsExactly(complaint);
  }

  private @Nullable AlertSettings settings(List<String> watched, Map<String, String> told) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of("SALVAGUARDA_ALERTS_TOKENS", "/tokens", "SALVAGUARDA_ALERTS_NAMESPACE", "ti"));
    told.forEach((name, value) -> environment.put("SALVAGUARDA_ALERTS_" + name, value));
    return AlertSettings.of(environment, watched, complaints);
  }
}
