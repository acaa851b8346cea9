package dev.salvaguarda.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.alert.Signal;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertMessagesTest {
  private static final IncidentFacts OPEN = Incidents.foundByTheOrganisation().facts();
  private static final Instant OPENED = OPEN.handling().openedAt();
  private static final Instant LATER = OPENED.plusSeconds(600);

  @Test
  void theTeamIsToldThatAnIncidentIsThereAndNotThatItIsOverWhileAnythingFires() {
    List<OwedMessage> owed = owed(signal("Down", true), signal("Slow", false));

    assertThat(owed)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.message()).isEqualTo(Message.INCIDENT_OPENED);
          assertThat(one.eventTime()).isEqualTo(OPENED);
          assertThat(one.decidedBy()).isNull();
          assertThat(one.facts().get(Placeholder.ALERTS))
              .isEqualTo(
                  Fact.Rows.of(
                      List.of(
                          new Fact.Words("Down: It is Down."),
                          new Fact.Words("Slow: It is Slow."))));
        });
  }

  @Test
  void thatNothingFiresAnyMoreIsToldOnceHoweverOftenItFires() {
    assertThat(owed(signal("Down", false)))
        .extracting(one -> one.message() + one.key() + " " + one.eventTime())
        .containsExactly("INCIDENT_OPENED " + OPENED, "SIGNAL_CLEARED " + LATER);
  }

  @Test
  void nothingIsSaidToBeOverOfWhichNotAllIsKnown() {
    assertThat(AlertMessages.owed(OPEN, "ti", new Signals(List.of(signal("Down", false)), true)))
        .extracting(OwedMessage::message)
        .containsExactly(Message.INCIDENT_OPENED);
  }

  @Test
  void ofAFloodTenAreNamed() {
    Signal[] many = new Signal[30];
    for (int i = 0; i < many.length; i++) {
      many[i] = signal("Rule" + i, true);
    }

    assertThat(owed(many).getFirst().facts().get(Placeholder.ALERTS))
        .isInstanceOfSatisfying(Fact.Rows.class, rows -> assertThat(rows.lines()).hasSize(10));
  }

  @Test
  void neitherIsWorthSayingOncePeopleHaveEndedIt() {
    for (Message message : List.of(Message.INCIDENT_OPENED, Message.SIGNAL_CLEARED)) {
      assertThat(IncidentMessages.end(OPEN, message, OPENED)).isEmpty();
      assertThat(
              IncidentMessages.end(
                  Incidents.foundByTheOrganisation().confirmed().restored().facts(),
                  message,
                  OPENED))
          .isEqualTo(Optional.of("People ended it before this could be sent."));
    }
  }

  private static List<OwedMessage> owed(Signal... signals) {
    return AlertMessages.owed(OPEN, "ti", new Signals(List.of(signals), false));
  }

  private static Signal signal(String name, boolean isActive) {
    return new Signal(name, name, "It is " + name + ".", isActive, OPENED, 1, LATER);
  }
}
