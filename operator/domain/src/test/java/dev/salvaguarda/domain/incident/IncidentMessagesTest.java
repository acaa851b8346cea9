package dev.salvaguarda.domain.incident;

import static dev.salvaguarda.domain.incident.Incidents.foundByTheOrganisation;
import static dev.salvaguarda.domain.incident.Incidents.reportedByAClient;
import static dev.salvaguarda.domain.message.Message.INCIDENT_CONFIRMED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_CONFIRMED_RESTRICTED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_OPENED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_UPDATE;
import static dev.salvaguarda.domain.message.Message.RECEIPT_CONFIRMATION;
import static dev.salvaguarda.domain.message.Message.SERVICE_RESTORED;
import static dev.salvaguarda.domain.message.Message.SIGNAL_CLEARED;
import static dev.salvaguarda.domain.message.Message.UNAVAILABILITY_NOT_CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.MessageFacts;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentMessagesTest {

  @Test
  void anInternalIncidentOwesThePublicNothingWhateverIsDecided() {
    assertThat(
            reportedByAClient()
                .internal()
                .acknowledged()
                .confirmed()
                .updated("one")
                .restored()
                .owed())
        .isEmpty();
  }

  @Test
  void nothingIsSaidWithoutADecisionOfAPerson() {
    assertThat(reportedByAClient().serviceRequest("SA-1").waived().taken().owed()).isEmpty();
    assertThat(foundByTheOrganisation().taken().stated().closed().owed()).isEmpty();
  }

  @Test
  void eachMessageNamesWhoDecidedIt() {
    assertThat(reportedByAClient().acknowledged().confirmed().updated("one").restored().owed())
        .extracting(OwedMessage::decidedBy)
        .containsExactly("ascom", "team", "ascom", "team");
  }

  @Test
  void whatIsDecidedInTheSameSecondKeepsItsOrder() {
    List<OwedMessage> owed =
        reportedByAClient().acknowledged().atOnce().confirmed().atOnce().updated("one").owed();

    assertThat(owed)
        .extracting(OwedMessage::message)
        .containsExactly(RECEIPT_CONFIRMATION, INCIDENT_CONFIRMED, INCIDENT_UPDATE);
    assertThat(owed).extracting(OwedMessage::eventTime).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void anUpdateAfterTheRestorationComesAfterIt() {
    assertThat(foundByTheOrganisation().taken().confirmed().restored().updated("late").messages())
        .containsExactly(INCIDENT_CONFIRMED, SERVICE_RESTORED, INCIDENT_UPDATE);
  }

  @Test
  void aConfirmationIsPointlessOnceTheServiceIsRestored() {
    Incidents incident = reportedByAClient().acknowledged().confirmed().updated("one");

    Instant updated = incident.now();

    assertThat(ends(incident, updated)).isEmpty();
    assertThat(ends(incident.restored(), updated))
        .containsExactly(
            RECEIPT_CONFIRMATION,
            INCIDENT_CONFIRMED,
            INCIDENT_CONFIRMED_RESTRICTED,
            INCIDENT_UPDATE,
            INCIDENT_OPENED,
            SIGNAL_CLEARED);
  }

  @Test
  void aReceiptIsPointlessOnceTheReportIsFoundToBeWrong() {
    Incidents incident = reportedByAClient().acknowledged();

    assertThat(ends(incident, incident.now())).isEmpty();
    assertThat(ends(incident.notConfirmed(), incident.now()))
        .containsExactly(RECEIPT_CONFIRMATION, INCIDENT_OPENED, SIGNAL_CLEARED);
  }

  @Test
  void whatCorrectsARestorationStaysWorthSaying() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().restored().updated("late");

    assertThat(
            IncidentMessages.end(
                incident.facts(), INCIDENT_UPDATE, incident.owed().getLast().eventTime()))
        .isEmpty();
  }

  @Test
  void aStatementThatCameBeforeTheRestorationIsPointlessAfterIt() {
    Incidents incident =
        foundByTheOrganisation()
            .executive(ExecutiveRole.SECOND_MESSAGE)
            .taken()
            .confirmed()
            .stated()
            .restored();

    assertThat(
            IncidentMessages.end(
                incident.facts(), INCIDENT_UPDATE, incident.owed().get(1).eventTime()))
        .isPresent();
  }

  @Test
  void everyMessageHasWhatItsTextsMustTell() {
    for (Incidents incident :
        List.of(
            reportedByAClient().acknowledged().notConfirmed(),
            reportedByAClient().acknowledged().confirmed().updated("one").restored(),
            reportedByAClient().acknowledged().confirmedFor("SEGER").restored())) {
      for (OwedMessage owed : incident.owed()) {
        Map<Placeholder, Fact> facts = new EnumMap<>(owed.facts());
        facts.put(Placeholder.SERVICE_DESK_URL, new Fact.Words("x"));
        facts.put(Placeholder.GROUP_NAME, new Fact.Words("x"));

        assertThat(new MessageFacts(owed.message(), facts).message().isPublic()).isTrue();
      }
    }
    assertThat(reportedByAClient().notConfirmed().messages())
        .containsExactly(UNAVAILABILITY_NOT_CONFIRMED);
  }

  private static List<Message> ends(Incidents incident, Instant eventTime) {
    return List.of(Message.values()).stream()
        .filter(message -> IncidentMessages.end(incident.facts(), message, eventTime).isPresent())
        .toList();
  }
}
