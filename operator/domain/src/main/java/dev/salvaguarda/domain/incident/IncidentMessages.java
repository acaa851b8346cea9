package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Update;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which messages an incident owes, by the decisions that people have recorded of it, and which of
 * them have become pointless; pure. Nothing is owed without a decision.
 */
public final class IncidentMessages {
  /** Under this key a statement is told as an update; no update of a person has it. */
  public static final String EXECUTIVE_KEY = "executive-statement";

  /** Whoever sends them goes by their times: two of the same second keep their order. */
  private static final Duration APART = Duration.ofMillis(1);

  private static final String RESTORED = "The service was restored before this could be sent.";

  private final IncidentFacts facts;
  private final Decisions decisions;
  private final List<OwedMessage> owed = new ArrayList<>();

  private IncidentMessages(IncidentFacts facts) {
    this.facts = facts;
    this.decisions = facts.decisions();
  }

  /** All that has to be said, or had to be, in the order in which it is said. */
  public static List<OwedMessage> owed(IncidentFacts facts) {
    return facts.matter().isPublic() ? new IncidentMessages(facts).all() : List.of();
  }

  /**
   * Why there is no point in sending it any more, a sentence; empty if there is.
   *
   * @param eventTime as it was when the message was owed
   */
  public static Optional<String> end(IncidentFacts facts, Message message, Instant eventTime) {
    Decisions made = facts.decisions();
    return switch (message) {
      case RECEIPT_CONFIRMATION ->
          made.verdict() instanceof Verdict.NotConfirmed
              ? Optional.of("The report was looked into before this could be sent.")
              : Optional.of(RESTORED).filter(_ -> made.isRestored());
      case INCIDENT_CONFIRMED, INCIDENT_CONFIRMED_RESTRICTED ->
          Optional.of(RESTORED).filter(_ -> made.isRestored());
      case INCIDENT_UPDATE -> Optional.of(RESTORED).filter(_ -> isOvertaken(facts, eventTime));
      case UNAVAILABILITY_NOT_CONFIRMED,
          SERVICE_RESTORED,
          BACKUP_SUCCEEDED,
          BACKUP_DEGRADED,
          BACKUP_FAILED,
          BACKUP_MISSED,
          VERIFICATION_SUCCEEDED,
          VERIFICATION_FAILED,
          VERIFICATION_DUE,
          BACKUP_DIGEST,
          MAINTENANCE_SCHEDULED,
          MAINTENANCE_RESCHEDULED,
          MAINTENANCE_REMINDER,
          MAINTENANCE_OVERRUN,
          MAINTENANCE_COMPLETED,
          MAINTENANCE_CANCELLED ->
          Optional.empty();
      case NON_CONFORMITY_OPENED, NON_CONFORMITY_OVERDUE ->
          Optional.of("It was closed before this could be sent.")
              .filter(_ -> made.closure() != null);
      case INCIDENT_OPENED, SIGNAL_CLEARED ->
          Optional.of("People ended it before this could be sent.")
              .filter(_ ->
                  made.isRestored()
                      || made.closure() != null
                      || made.verdict() instanceof Verdict.NotConfirmed);
    };
  }

  /** What is added after the restoration corrects it, and stays worth saying. */
  private static boolean isOvertaken(IncidentFacts facts, Instant eventTime) {
    return owed(facts).stream()
        .filter(owed -> owed.message() == Message.SERVICE_RESTORED)
        .anyMatch(restored -> eventTime.isBefore(restored.eventTime()));
  }

  private List<OwedMessage> all() {
    if (facts.handling().isByClient() && decisions.acknowledgement() != null) {
      add(Message.RECEIPT_CONFIRMATION, "", decisions.acknowledgement(), common());
    }
    Verdict verdict = decisions.verdict();
    if (verdict != null && (!verdict.isConfirmed() || !IncidentLife.isHeld(facts))) {
      add(verdict);
    }
    return List.copyOf(owed);
  }

  private void add(Verdict verdict) {
    switch (verdict) {
      case Verdict.NotConfirmed(Decision decision) ->
          add(Message.UNAVAILABILITY_NOT_CONFIRMED, "", decision, common());
      case Verdict.General(Decision decision) -> {
        add(Message.INCIDENT_CONFIRMED, "", released(decision), confirmed());
        afterwards();
      }
      case Verdict.Restricted(Decision decision, String organization) -> {
        Map<Placeholder, Fact> told = confirmed();
        told.put(Placeholder.RESTRICTED_TO, new Fact.Words(organization));
        add(Message.INCIDENT_CONFIRMED_RESTRICTED, "", released(decision), told);
        afterwards();
      }
    }
  }

  /** As of when it may be told: what waited for a statement is not old because of that. */
  private Decision released(Decision decision) {
    Decision statement = decisions.executive().statement();
    return decisions.executive().role() == ExecutiveRole.REQUIRED_BEFORE_BROADCAST
            && statement != null
            && statement.at().isAfter(decision.at())
        ? new Decision(decision.by(), statement.at())
        : decision;
  }

  /** What follows a confirmation: updates, the restoration, and what corrects it. */
  private void afterwards() {
    Executive executive = decisions.executive();
    if (executive.role() == ExecutiveRole.SECOND_MESSAGE && executive.statement() != null) {
      update(new Update(EXECUTIVE_KEY, executive.text(), executive.statement()));
    }
    Decision restoration = decisions.restoration();
    decisions.updates().stream()
        .filter(update -> restoration == null || !update.decision().at().isAfter(restoration.at()))
        .forEach(this::update);
    if (restoration != null) {
      Map<Placeholder, Fact> told = common();
      told.put(Placeholder.DATE_TIME, new Fact.Moment(restoration.at()));
      add(Message.SERVICE_RESTORED, "", restoration, told);
      decisions.updates().stream()
          .filter(update -> update.decision().at().isAfter(restoration.at()))
          .forEach(this::update);
    }
  }

  private void update(Update update) {
    Map<Placeholder, Fact> told = common();
    told.put(Placeholder.UPDATE_TEXT, new Fact.Words(update.text()));
    told.put(Placeholder.DATE_TIME, new Fact.Moment(update.decision().at()));
    add(Message.INCIDENT_UPDATE, update.id(), update.decision(), told);
  }

  private void add(Message message, String key, Decision decision, Map<Placeholder, Fact> told) {
    Instant earliest = owed.isEmpty() ? decision.at() : owed.getLast().eventTime().plus(APART);
    owed.add(
        new OwedMessage(
            message,
            key,
            restrictedTo(message),
            decision.by(),
            decision.at().isBefore(earliest) ? earliest : decision.at(),
            null,
            told));
  }

  /** Who confirmed a receipt did not know yet whom it concerns. */
  private @Nullable String restrictedTo(Message message) {
    return message != Message.RECEIPT_CONFIRMATION
            && decisions.verdict() instanceof Verdict.Restricted(_, String organization)
        ? organization
        : null;
  }

  private Map<Placeholder, Fact> confirmed() {
    Map<Placeholder, Fact> told = common();
    told.put(Placeholder.IMPACT, new Fact.Words(facts.matter().impact()));
    told.put(Placeholder.DATE_TIME, new Fact.Moment(facts.matter().occurredAt()));
    return told;
  }

  /** By name and service requests people know it again; neither stands in a body of the norm. */
  private Map<Placeholder, Fact> common() {
    Map<Placeholder, Fact> told = new EnumMap<>(Placeholder.class);
    told.put(Placeholder.COMPONENT, new Fact.Words(facts.matter().component()));
    told.put(
        Placeholder.REFERENCE,
        new Fact.Words(
            Stream.concat(
                    Stream.of(facts.matter().name()), facts.handling().serviceRequests().stream())
                .collect(Collectors.joining(", "))));
    return told;
  }
}
