package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.IncidentFacts.Finding;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.name.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the support sector is told of a finding: that it is there, and that nobody has closed it in
 * time. Neither is for anybody outside.
 */
public final class FindingMessages {
  private FindingMessages() {}

  /** What has to be said of a finding by now, or had to be; nothing of what people recorded. */
  public static List<OwedMessage> owed(IncidentFacts facts, Instant now) {
    Finding found = facts.finding();
    if (found == null) {
      return List.of();
    }
    Decision closure = facts.decisions().closure();
    List<OwedMessage> owed = new ArrayList<>();
    owed.add(message(Message.NON_CONFORMITY_OPENED, facts.handling().openedAt(), facts, found));
    Instant until = closure == null ? now : closure.at();
    if (!until.isBefore(found.closeBy())) {
      owed.add(message(Message.NON_CONFORMITY_OVERDUE, found.closeBy(), facts, found));
    }
    return List.copyOf(owed);
  }

  private static OwedMessage message(
      Message message, Instant at, IncidentFacts facts, Finding found) {
    return new OwedMessage(message, "", null, null, at, null, told(facts, found));
  }

  private static Map<Placeholder, Fact> told(IncidentFacts facts, Finding found) {
    Fact name = new Fact.Words(facts.matter().name());
    Map<Placeholder, Fact> told = new EnumMap<>(Placeholder.class);
    told.put(Placeholder.REFERENCE, name);
    told.put(Placeholder.POLICY, new Fact.Words(found.policy()));
    told.put(Placeholder.NAMESPACE, new Fact.Words(found.namespace()));
    told.put(Placeholder.COMPONENT, new Fact.Words(facts.matter().component()));
    told.put(Placeholder.CAUSE, new Fact.Phrase("cause." + WireName.of(found.cause())));
    told.put(Placeholder.DATE_TIME, new Fact.Moment(facts.matter().occurredAt()));
    told.put(Placeholder.DETAIL, new Fact.Words(found.tally().newest().words()));
    told.put(Placeholder.SIGNALS, new Fact.Count(found.tally().count()));
    told.put(Placeholder.CLOSE_BY, new Fact.Moment(found.closeBy()));
    told.put(Placeholder.COMMAND, command("command.incident", found, name));
    told.put(Placeholder.CLOSE_COMMAND, command("command.close", found, name));
    if (!found.team().isEmpty()) {
      told.put(Placeholder.TEAM, new Fact.Words(found.team()));
    }
    return told;
  }

  private static Fact command(String key, Finding found, Fact name) {
    return new Fact.Command(new Fact.Phrase(key, new Fact.Words(found.namespace()), name));
  }
}
