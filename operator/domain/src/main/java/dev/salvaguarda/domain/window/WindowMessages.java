package dev.salvaguarda.domain.window;

import dev.salvaguarda.domain.calendar.CalendarEntry;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.window.WindowFacts.Matter;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a maintenance window owes, by what people have recorded of it and the time, and
 * which of them have become pointless; pure. Nothing is owed without an announcement.
 */
public final class WindowMessages {
  /** Whoever sends them goes by their times: two of the same second keep their order. */
  private static final Duration APART = Duration.ofMillis(1);

  private static final Set<Message> OF_PEOPLE =
      EnumSet.of(
          Message.MAINTENANCE_RESCHEDULED,
          Message.MAINTENANCE_COMPLETED,
          Message.MAINTENANCE_CANCELLED);

  private WindowMessages() {}

  /** All that has to be said by now, or had to be, in the order in which it is said. */
  public static List<OwedMessage> owed(WindowFacts facts, Instant now) {
    List<OwedMessage> owed = new ArrayList<>();
    Times former = facts.planned();
    for (WindowOccasion one : WindowLife.due(facts, now)) {
      Instant earliest = owed.isEmpty() ? one.at() : owed.getLast().eventTime().plus(APART);
      owed.add(
          new OwedMessage(
              message(one.kind()),
              one.key(),
              null,
              one.decidedBy(),
              one.at().isBefore(earliest) ? earliest : one.at(),
              calendar(facts.matter(), one),
              told(facts.matter(), one, former)));
      former = one.times();
    }
    return List.copyOf(owed);
  }

  /**
   * Why there is no point in sending it any more, a sentence; empty if there is.
   *
   * @param eventTime as it was when the message was owed
   */
  public static Optional<String> end(
      WindowFacts facts, Message message, Instant eventTime, Instant now) {
    if (message == Message.MAINTENANCE_COMPLETED || message == Message.MAINTENANCE_CANCELLED) {
      return Optional.empty();
    }
    Optional<String> overtaken =
        owed(facts, now).stream()
            .filter(later -> later.eventTime().isAfter(eventTime))
            .map(OwedMessage::message)
            .filter(later -> OF_PEOPLE.contains(later) || isNextReminder(message, later))
            .findFirst()
            .map(WindowMessages::overtaken);
    Times times = WindowLife.times(facts);
    boolean isPast =
        message != Message.MAINTENANCE_OVERRUN
            && !now.isBefore(message == Message.MAINTENANCE_REMINDER ? times.start() : times.end());
    return overtaken.or(() ->
        Optional.of("The time of the maintenance came before this could be sent.")
            .filter(_ -> isPast));
  }

  /** Two that are late say the same, so the later one says it for both. */
  private static boolean isNextReminder(Message message, Message later) {
    return message == Message.MAINTENANCE_REMINDER && later == Message.MAINTENANCE_REMINDER;
  }

  private static String overtaken(Message later) {
    return later == Message.MAINTENANCE_REMINDER
        ? "The next reminder was due before this could be sent."
        : "The maintenance was %s before this could be sent."
            .formatted(
                later == Message.MAINTENANCE_RESCHEDULED
                    ? "moved"
                    : later == Message.MAINTENANCE_COMPLETED ? "over" : "cancelled");
  }

  /** Reminders and what happens in the end change nothing in calendars. */
  private static @Nullable CalendarEntry calendar(Matter matter, WindowOccasion one) {
    return switch (one.kind()) {
      case ANNOUNCED, MOVED, CANCELLED ->
          new CalendarEntry(
              matter.uid() + "@salvaguarda.dev",
              one.sequence(),
              one.at(),
              one.times().start(),
              one.times().end(),
              one.kind() == WindowOccasion.Kind.CANCELLED);
      case REMINDED, OVERRUN, COMPLETED -> null;
    };
  }

  private static Message message(WindowOccasion.Kind kind) {
    return switch (kind) {
      case ANNOUNCED -> Message.MAINTENANCE_SCHEDULED;
      case MOVED -> Message.MAINTENANCE_RESCHEDULED;
      case REMINDED -> Message.MAINTENANCE_REMINDER;
      case OVERRUN -> Message.MAINTENANCE_OVERRUN;
      case COMPLETED -> Message.MAINTENANCE_COMPLETED;
      case CANCELLED -> Message.MAINTENANCE_CANCELLED;
    };
  }

  private static Map<Placeholder, Fact> told(Matter matter, WindowOccasion one, Times former) {
    Map<Placeholder, Fact> told = new EnumMap<>(Placeholder.class);
    Fact component = new Fact.Words(matter.component());
    told.put(Placeholder.COMPONENT, component);
    told.put(Placeholder.REFERENCE, new Fact.Words(matter.name()));
    told.put(Placeholder.WINDOW, inZone(matter, window(one.times())));
    told.put(Placeholder.FORMER_WINDOW, inZone(matter, window(former)));
    told.put(
        Placeholder.PURPOSE,
        matter.purpose().isEmpty()
            ? new Fact.Phrase("purpose.update", component)
            : new Fact.Words(matter.purpose()));
    told.put(
        Placeholder.EFFECT,
        new Fact.Phrase(matter.mayCauseUnavailability() ? "effect.unavailable" : "effect.none"));
    told.put(Placeholder.REASON, new Fact.Words(matter.cancelledFor()));
    told.put(Placeholder.DATE_TIME, inZone(matter, new Fact.Moment(one.at())));
    told.keySet().retainAll(message(one.kind()).allowed());
    return told;
  }

  private static Fact window(Times times) {
    return new Fact.Window(times.start(), times.end());
  }

  private static Fact inZone(Matter matter, Fact fact) {
    return matter.zone() == null ? fact : new Fact.InZone(matter.zone(), fact);
  }
}
