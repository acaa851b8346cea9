package dev.salvaguarda.domain.window;

import static dev.salvaguarda.domain.message.Message.MAINTENANCE_CANCELLED;
import static dev.salvaguarda.domain.message.Message.MAINTENANCE_COMPLETED;
import static dev.salvaguarda.domain.message.Message.MAINTENANCE_OVERRUN;
import static dev.salvaguarda.domain.message.Message.MAINTENANCE_REMINDER;
import static dev.salvaguarda.domain.message.Message.MAINTENANCE_RESCHEDULED;
import static dev.salvaguarda.domain.message.Message.MAINTENANCE_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.MessageFacts;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.window.WindowFacts.Decisions;
import dev.salvaguarda.domain.window.WindowFacts.Matter;
import dev.salvaguarda.domain.window.WindowFacts.Move;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowMessagesTest {
  private static final Matter MATTER =
      new Matter("correio", "uid", "Correio", "", true, "chuva", null);
  private static final Times FIRST = times("2026-11-28T01:00:00Z", "2026-11-28T05:00:00Z");
  private static final Times SECOND = times("2026-11-29T01:00:00Z", "2026-11-29T05:00:00Z");
  private static final Times THIRD = times("2026-11-30T01:00:00Z", "2026-11-30T05:00:00Z");
  private static final Decision ANNOUNCED = at("ascom", "2026-11-25T12:00:00Z");
  private static final Move MOVED = new Move(SECOND, at("ana", "2026-11-26T12:00:00Z"));
  private static final Move AGAIN = new Move(THIRD, at("bia", "2026-11-26T12:00:00Z"));
  private static final Decision COMPLETED = at("team", "2026-11-30T06:00:00Z");
  private static final Decision CANCELLED = at("ascom", "2026-11-27T12:00:00Z");
  private static final Instant LONG_AFTER = Instant.parse("2026-12-31T00:00:00Z");

  @Test
  void eachThingIsSaidInItsOrderInTheNameOfWhoDecidedIt() {
    assertThat(WindowMessages.owed(window(List.of(MOVED, AGAIN), COMPLETED, null), LONG_AFTER))
        .extracting(one -> one.message() + one.key() + " by " + one.decidedBy())
        .containsExactly(
            "MAINTENANCE_SCHEDULED by ascom",
            "MAINTENANCE_RESCHEDULED1 by ana",
            "MAINTENANCE_RESCHEDULED2 by bia",
            "MAINTENANCE_REMINDER2-PT24H by bia",
            "MAINTENANCE_OVERRUN2 by bia",
            "MAINTENANCE_COMPLETED by team");
  }

  @Test
  void whatIsDecidedInTheSameSecondKeepsItsOrder() {
    assertThat(WindowMessages.owed(window(List.of(MOVED, AGAIN), null, null), LONG_AFTER))
        .extracting(OwedMessage::eventTime)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aMoveTellsTheTimesThatWereToldBeforeIt() {
    assertThat(WindowMessages.owed(window(List.of(MOVED, AGAIN), null, null), LONG_AFTER))
        .filteredOn(one -> one.message() == MAINTENANCE_RESCHEDULED)
        .extracting(
            one -> one.facts().get(Placeholder.FORMER_WINDOW),
            one -> one.facts().get(Placeholder.WINDOW))
        .containsExactly(tuple(fact(FIRST), fact(SECOND)), tuple(fact(SECOND), fact(THIRD)));
  }

  @Test
  void aPurposeTakesThePlaceOfTheNormsSentence() {
    Matter own = new Matter("correio", "uid", "Correio", "a troca do disco", false, "", null);

    assertThat(announced(MATTER).get(Placeholder.PURPOSE))
        .isEqualTo(new Fact.Phrase("purpose.update", new Fact.Words("Correio")));
    assertThat(announced(own).get(Placeholder.PURPOSE))
        .isEqualTo(new Fact.Words("a troca do disco"));
    assertThat(announced(own).get(Placeholder.EFFECT)).isEqualTo(new Fact.Phrase("effect.none"));
  }

  @Test
  void theTimesOfAWindowWithAZoneAreToldInIt() {
    ZoneId zone = ZoneId.of("America/Rio_Branco");

    assertThat(
            announced(new Matter("correio", "uid", "Correio", "", true, "", zone))
                .get(Placeholder.WINDOW))
        .isEqualTo(new Fact.InZone(zone, fact(FIRST)));
  }

  @Test
  void everyMessageHasWhatItsTextsMustTellAndNothingElse() {
    Stream.of(window(List.of(MOVED), COMPLETED, null), window(List.of(MOVED), null, CANCELLED))
        .flatMap(window -> WindowMessages.owed(window, LONG_AFTER).stream())
        .forEach(owed ->
            assertThat(new MessageFacts(owed.message(), owed.facts()).message().isPublic())
                .isTrue());
  }

  @Test
  void whatIsOvertakenByADecisionIsPointless() {
    WindowFacts plain = window(List.of(), null, null);
    Instant soon = ANNOUNCED.at().plusSeconds(1);

    assertThat(ends(plain, soon, soon)).isEmpty();
    assertThat(ends(window(List.of(MOVED), null, null), soon, CANCELLED.at()))
        .containsExactly(
            MAINTENANCE_SCHEDULED,
            MAINTENANCE_RESCHEDULED,
            MAINTENANCE_REMINDER,
            MAINTENANCE_OVERRUN);
    assertThat(
            WindowMessages.end(
                window(List.of(MOVED), null, null),
                MAINTENANCE_RESCHEDULED,
                MOVED.decision().at(),
                CANCELLED.at()))
        .isEmpty();
    assertThat(
            WindowMessages.end(
                window(List.of(), null, CANCELLED), MAINTENANCE_SCHEDULED, soon, CANCELLED.at()))
        .contains("The maintenance was cancelled before this could be sent.");
  }

  @Test
  void aReminderIsPointlessFromTheStartAndAnAnnouncementFromTheEndOn() {
    WindowFacts window = window(List.of(), null, null);

    assertThat(ends(window, ANNOUNCED.at(), FIRST.start())).containsExactly(MAINTENANCE_REMINDER);
    assertThat(ends(window, ANNOUNCED.at(), FIRST.end()))
        .containsExactly(MAINTENANCE_SCHEDULED, MAINTENANCE_RESCHEDULED, MAINTENANCE_REMINDER);
  }

  @Test
  void ofTwoRemindersThatAreLateTheLaterOneAloneIsSent() {
    WindowFacts window =
        new WindowFacts(
            MATTER,
            FIRST,
            null,
            List.of(Duration.ofHours(24), Duration.ofHours(1)),
            new Decisions(ANNOUNCED, List.of(), null, null));
    Instant lateNow = FIRST.start().minus(Duration.ofMinutes(30));

    assertThat(
            WindowMessages.owed(window, lateNow).stream()
                .filter(one -> one.message() == MAINTENANCE_REMINDER)
                .map(one -> WindowMessages.end(window, one.message(), one.eventTime(), lateNow)))
        .satisfiesExactly(
            first ->
                assertThat(first).contains("The next reminder was due before this could be sent."),
            second -> assertThat(second).isEmpty());
  }

  @Test
  void thatItIsOverOrCancelledIsSaidAlways() {
    assertThat(ends(window(List.of(), COMPLETED, null), ANNOUNCED.at(), LONG_AFTER))
        .doesNotContain(MAINTENANCE_COMPLETED, MAINTENANCE_CANCELLED)
        .contains(MAINTENANCE_OVERRUN);
  }

  private static List<Message> ends(WindowFacts window, Instant eventTime, Instant now) {
    return Stream.of(Message.values())
        .filter(message -> message.name().startsWith("MAINTENANCE_"))
        .filter(message -> WindowMessages.end(window, message, eventTime, now).isPresent())
        .toList();
  }

  private static Map<Placeholder, Fact> announced(Matter matter) {
    WindowFacts window = window(List.of(), null, null);
    return WindowMessages.owed(
            new WindowFacts(matter, FIRST, null, List.of(), window.decisions()), ANNOUNCED.at())
        .getFirst()
        .facts();
  }

  private static WindowFacts window(
      List<Move> moves, @Nullable Decision completed, @Nullable Decision cancelled) {
    return new WindowFacts(
        MATTER,
        FIRST,
        null,
        List.of(Duration.ofHours(24)),
        new Decisions(ANNOUNCED, moves, completed, cancelled));
  }

  private static Fact fact(Times times) {
    return new Fact.Window(times.start(), times.end());
  }

  private static Times times(String start, String end) {
    return new Times(Instant.parse(start), Instant.parse(end));
  }

  private static Decision at(String who, String time) {
    return new Decision(who, Instant.parse(time));
  }
}
