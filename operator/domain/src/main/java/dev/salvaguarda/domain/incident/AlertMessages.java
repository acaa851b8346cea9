package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.alert.Signal;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the technical team is told of an incident that alerts have opened: that it is there, and
 * that nothing fires any more. Neither is for anybody outside, and nobody decided it.
 */
public final class AlertMessages {
  /** So many are named; the command shows the others. */
  private static final int MOST_NAMED = 10;

  private static final Duration APART = Duration.ofMillis(1);

  private AlertMessages() {}

  /**
   * What has to be said by now, or had to be, each of it once: alerts that come and go do not make
   * more of it.
   *
   * @param signals what monitoring says about the incident
   */
  public static List<OwedMessage> owed(IncidentFacts facts, String namespace, Signals signals) {
    Instant openedAt = facts.handling().openedAt();
    List<OwedMessage> owed = new ArrayList<>();
    owed.add(
        message(
            Message.INCIDENT_OPENED,
            openedAt,
            told(facts, namespace, signals, facts.matter().occurredAt())));
    if (!signals.isActive() && !signals.isIncomplete()) {
      Instant last =
          signals.kept().stream()
              .map(Signal::lastSeen)
              .max(Comparator.naturalOrder())
              .orElse(openedAt);
      Instant after = openedAt.plus(APART);
      owed.add(
          message(
              Message.SIGNAL_CLEARED,
              last.isBefore(after) ? after : last,
              told(facts, namespace, signals, last)));
    }
    return List.copyOf(owed);
  }

  private static OwedMessage message(Message message, Instant at, Map<Placeholder, Fact> told) {
    return new OwedMessage(message, "", null, null, at, null, told);
  }

  private static Map<Placeholder, Fact> told(
      IncidentFacts facts, String namespace, Signals signals, Instant at) {
    Fact name = new Fact.Words(facts.matter().name());
    Fact place = new Fact.Words(namespace);
    Map<Placeholder, Fact> told = new EnumMap<>(Placeholder.class);
    told.put(Placeholder.COMPONENT, new Fact.Words(facts.matter().component()));
    told.put(Placeholder.REFERENCE, name);
    told.put(Placeholder.NAMESPACE, place);
    told.put(Placeholder.DATE_TIME, new Fact.Moment(at));
    told.put(
        Placeholder.ALERTS,
        Fact.Rows.of(
            signals.kept().stream()
                .map(AlertMessages::words)
                .distinct()
                .limit(MOST_NAMED)
                .map(Fact.Words::new)
                .toList()));
    told.put(
        Placeholder.COMMAND, new Fact.Command(new Fact.Phrase("command.incident", place, name)));
    return told;
  }

  private static String words(Signal signal) {
    return signal.summary().isEmpty()
        ? signal.name()
        : "%s: %s".formatted(signal.name(), signal.summary());
  }
}
