package dev.salvaguarda.controller.alert;

import dev.salvaguarda.controller.alert.AlertAnswer.Later;
import dev.salvaguarda.controller.alert.AlertAnswer.Refused;
import dev.salvaguarda.controller.alert.AlertAnswer.Taken;
import dev.salvaguarda.controller.port.AlertReader;
import dev.salvaguarda.controller.port.AlertReader.UnreadableException;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.AlertRules;
import dev.salvaguarda.domain.alert.FiledAlert;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries that are worked off together: many of them about one incident take one write of it.
 * One that can't be read counts for nothing, the alerts before its fault included.
 */
final class AlertBatch {
  private static final Logger LOG = LoggerFactory.getLogger(AlertBatch.class);
  private static final AlertAnswer BROKEN =
      new Later("An error that was not expected; the operator's log has it.", false);

  private final AlertReader reader;
  private final AlertRules rules;
  private final Map<AlertKey, List<FiledAlert>> alerts = new LinkedHashMap<>();
  private final List<Read> read = new ArrayList<>();
  private int size;

  private record Read(AlertDelivery delivery, Set<AlertKey> keys, AlertAnswer answer) {}

  AlertBatch(AlertReader reader, AlertRules rules) {
    this.reader = reader;
    this.rules = rules;
  }

  void add(AlertDelivery delivery) {
    List<FiledAlert> own = new ArrayList<>();
    try {
      reader.read(delivery.body(), alert -> own.add(rules.file(alert)));
    } catch (UnreadableException e) {
      read.add(new Read(delivery, Set.of(), new Refused(e.sentence())));
      return;
    } catch (RuntimeException | Error e) {
      LOG.error("a delivery of alerts could not be read", e);
      read.add(new Read(delivery, Set.of(), BROKEN));
      return;
    }
    Set<AlertKey> keys = new HashSet<>();
    own.forEach(alert -> {
      keys.add(alert.key());
      alerts.computeIfAbsent(alert.key(), _ -> new ArrayList<>()).add(alert);
    });
    size += own.size();
    read.add(new Read(delivery, keys, new Taken()));
  }

  /** How many alerts there are. */
  int size() {
    return size;
  }

  /**
   * Files the alerts, in the order in which they were sent, and answers every delivery.
   *
   * @param filing gives the answer for each key
   * @return the worst of the answers
   */
  AlertAnswer file(Function<Map<AlertKey, List<FiledAlert>>, Map<AlertKey, AlertAnswer>> filing) {
    Map<AlertKey, AlertAnswer> answers;
    try {
      answers = filing.apply(alerts);
    } catch (RuntimeException | Error e) {
      // Whoever sent them waits for an answer, so want of memory gives one, too.
      LOG.error("alerts could not be written down", e);
      answers = Map.of();
    }
    AlertAnswer worst = new Taken();
    for (Read one : read) {
      AlertAnswer answer = one.answer();
      for (AlertKey key : one.keys()) {
        answer = answer.and(answers.getOrDefault(key, BROKEN));
      }
      one.delivery().reply().accept(answer);
      worst = worst.and(answer);
    }
    return worst;
  }
}
