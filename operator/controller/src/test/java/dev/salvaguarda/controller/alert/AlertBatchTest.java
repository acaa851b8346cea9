package dev.salvaguarda.controller.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.alert.AlertAnswer.Later;
import dev.salvaguarda.controller.alert.AlertAnswer.Refused;
import dev.salvaguarda.controller.alert.AlertAnswer.Taken;
import dev.salvaguarda.controller.port.AlertReader;
import dev.salvaguarda.domain.alert.Alert;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.AlertRules;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AlertBatchTest {
  private static final Later AWAY = new Later("The API server did not answer.", true);

  private final AlertBatch batch =
      new AlertBatch(
          AlertBatchTest::read,
          new AlertRules("ti", "", Set.of(), List.of("component"), List.of()));
  private final List<AlertAnswer> answers = new ArrayList<>();

  /** Components with blanks between them. */
  private static void read(InputStream body, Consumer<Alert> each)
      throws AlertReader.UnreadableException {
    for (String component : new Scanner(body, UTF_8).tokens().toList()) {
      if (component.equals("?")) {
        throw new AlertReader.UnreadableException("It is a question.");
      }
      if (component.equals("!")) {
        throw new IllegalStateException("a defect");
      }
      each.accept(
          new Alert(
              "a",
              Map.of("component", component),
              "",
              Instant.parse("2026-11-27T17:00:00Z"),
              null));
    }
  }

  @Test
  void deliveriesAboutOneIncidentAreFiledTogether() {
    add("correio", "correio folha", "correio");

    AlertAnswer worst =
        batch.file(alerts -> {
          assertThat(alerts.values()).extracting(List::size).containsExactly(3, 1);
          return all(alerts.keySet(), new Taken());
        });

    assertThat(batch.size()).isEqualTo(4);
    assertThat(answers).containsExactly(new Taken(), new Taken(), new Taken());
    assertThat(worst).isEqualTo(new Taken());
  }

  @Test
  void aDeliveryIsTakenOnlyOnceAllOfItIs() {
    add("correio", "correio folha", "folha");

    AlertAnswer worst =
        batch.file(alerts -> {
          Map<AlertKey, AlertAnswer> some = all(alerts.keySet(), new Taken());
          some.replaceAll((key, answer) -> key.component().equals("folha") ? AWAY : answer);
          return some;
        });

    assertThat(answers).containsExactly(new Taken(), AWAY, AWAY);
    assertThat(worst).isEqualTo(AWAY);
  }

  @Test
  void whatMustComeAgainCountsForMoreThanWhatNeverHelps() {
    Refused refused = new Refused("There is no namespace \"ti\".");

    assertThat(refused.and(AWAY)).isEqualTo(AWAY);
    assertThat(AWAY.and(refused)).isEqualTo(AWAY);
    assertThat(new Taken().and(refused)).isEqualTo(refused);
  }

  @Test
  void whatCannotBeReadIsRefusedAndCountsForNothing() {
    add("correio ?", "folha");

    batch.file(alerts -> {
      assertThat(alerts.keySet()).extracting(AlertKey::component).containsExactly("folha");
      return all(alerts.keySet(), new Taken());
    });

    assertThat(answers).containsExactly(new Refused("It is a question."), new Taken());
  }

  @Test
  void aDefectIsAnsweredAndNeverTaken() {
    add("!", "correio");

    batch.file(_ -> {
      throw new IllegalStateException("another defect");
    });

    assertThat(answers).hasSize(2).hasOnlyElementsOfType(Later.class);
  }

  @Test
  void anIncidentWithoutAnAnswerIsNotTaken() {
    add("correio");

    batch.file(_ -> Map.of());

    assertThat(answers).singleElement().isInstanceOf(Later.class);
  }

  private void add(String... bodies) {
    for (String body : bodies) {
      batch.add(new AlertDelivery(new ByteArrayInputStream(body.getBytes(UTF_8)), answers::add));
    }
  }

  private static Map<AlertKey, AlertAnswer> all(Set<AlertKey> keys, AlertAnswer answer) {
    Map<AlertKey, AlertAnswer> all = new HashMap<>();
    keys.forEach(key -> all.put(key, answer));
    return all;
  }
}
