package dev.salvaguarda.controller.adapter.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.controller.port.AlertReader.UnreadableException;
import dev.salvaguarda.domain.alert.Alert;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerMessageTest {
  private static final String FIRING =
      """
      {"status": "firing", "labels": {"alertname": "Down", "component": "correio"},
       "annotations": {"summary": "It is down", "runbook_url": "https://example.org"},
       "startsAt": "2026-11-27T17:00:00.123-03:00", "endsAt": "0001-01-01T00:00:00Z",
       "generatorURL": "http://example.org/graph", "fingerprint": "0123456789abcdef"}
      """;

  @Test
  void alertsAreReadInTheirOrderWithWhatIsNeededOfThem() throws Exception {
    String resolved =
        FIRING
            .replace("firing", "resolved")
            .replace("0123", "4567")
            .replace("0001-01-01T00:00:00Z", "2026-11-27T20:05:00Z");

    assertThat(read(message(FIRING + "," + resolved)))
        .containsExactly(
            new Alert(
                "0123456789abcdef",
                Map.of("alertname", "Down", "component", "correio"),
                "It is down",
                Instant.parse("2026-11-27T20:00:00Z"),
                null),
            new Alert(
                "4567456789abcdef",
                Map.of("alertname", "Down", "component", "correio"),
                "It is down",
                Instant.parse("2026-11-27T20:00:00Z"),
                Instant.parse("2026-11-27T20:05:00Z")));
  }

  @Test
  void aDescriptionStandsInForASummaryAndNothingForBoth() throws Exception {
    assertThat(read(message(FIRING.replace("summary", "description"))).getFirst().summary())
        .isEqualTo("It is down");
    assertThat(read(message(FIRING.replace("summary", "other"))).getFirst().summary()).isEmpty();
    assertThat(
            read(message(FIRING.replaceAll("\"annotations\": \\{.*},", ""))).getFirst().summary())
        .isEmpty();
  }

  @Test
  void noAlertsAreNoFault() throws Exception {
    assertThat(read(message(""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|It is no JSON object.",
        "[]|It is no JSON object.",
        "{}|It must be what a webhook of Alertmanager sends, with version \"4\" and alerts.",
        "{\"version\":\"3\",\"alerts\":[]}|It must be what a webhook of Alertmanager sends, with version \"4\" and alerts.",
        "{\"version\":\"4\",\"alerts\":{}}|It must be what a webhook of Alertmanager sends, with version \"4\" and alerts.",
        "{\"version\":\"4\",\"alerts\":[null]}|Alert 1 is none.",
        "{\"version\":\"4\",\"alerts\":[{}]}|Alert 1 is neither firing nor resolved.",
        "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\"}]}|Alert 1 has no fingerprint.",
        "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"fingerprint\":\"a\",\"startsAt\":\"now\"}]}|Alert 1 has no startsAt.",
        "{\"version\":\"4\",\"alerts\":[7]}|It is no JSON of Alertmanager's: look at line 1, column 26.",
        "{\"version\":\"4\",|It is no JSON of Alertmanager's: look at line 1, column 16.",
      })
  void whatCannotBeReadIsToldInASentenceThatQuotesNothing(String body, String sentence) {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> read(body))
        .satisfies(refusal -> assertThat(refusal.sentence()).isEqualTo(sentence));
  }

  @Test
  void whatHasTooManyAlertsIsRefused() {
    String many = FIRING + ("," + FIRING).repeat(10_000);

    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> read(message(many)))
        .withMessageContaining("10000");
  }

  private static String message(String alerts) {
    return """
    {"receiver": "salvaguarda", "status": "firing", "alerts": [%s], "groupLabels": {"a": "b"},
     "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://example.org",
     "version": "4", "groupKey": "{}:{a=\\"b\\"}", "truncatedAlerts": 0}
    """
        .formatted(alerts);
  }

  private static List<Alert> read(String body) throws UnreadableException {
    List<Alert> alerts = new ArrayList<>();
    new AlertmanagerMessage().read(new ByteArrayInputStream(body.getBytes(UTF_8)), alerts::add);
    return alerts;
  }
}
