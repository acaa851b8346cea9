package dev.salvaguarda.domain.incident;

import static dev.salvaguarda.domain.incident.Incidents.OCCURRED;
import static dev.salvaguarda.domain.incident.Incidents.foundByTheOrganisation;
import static dev.salvaguarda.domain.incident.Incidents.reportedByAClient;
import static dev.salvaguarda.domain.incident.Incidents.told;
import static dev.salvaguarda.domain.message.Message.INCIDENT_CONFIRMED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_CONFIRMED_RESTRICTED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_UPDATE;
import static dev.salvaguarda.domain.message.Message.RECEIPT_CONFIRMATION;
import static dev.salvaguarda.domain.message.Message.SERVICE_RESTORED;
import static dev.salvaguarda.domain.message.Message.UNAVAILABILITY_NOT_CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import org.junit.jupiter.api.Test;

/** Each edge of the norm NPI-007 by its paragraph: where it leads, and what is said on it. */
class NormEdgesTest {

  @Test
  void paragraph5212AReportOfAClientIsRecordedAndNothingIsSaidYet() {
    Incidents incident = reportedByAClient();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(incident.owed()).isEmpty();
    assertThat(incident.awaited()).isEqualTo("ACKNOWLEDGEMENT by COMMUNICATIONS");
  }

  @Test
  void paragraph5211WhatTheOrganisationFindsItselfIsRecordedAndNothingIsSaid() {
    Incidents incident = foundByTheOrganisation();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(incident.owed()).isEmpty();
    assertThat(incident.awaited()).isEqualTo("RESPONSIBLE_TEAM by RESPONSE_TEAM");
  }

  @Test
  void paragraph5211TheTeamThatTakesItGoesToItsAnalysisWithoutReceiptAndServiceRequest() {
    Incidents incident = foundByTheOrganisation().taken();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.UNDER_ANALYSIS);
    assertThat(incident.owed()).isEmpty();
    assertThat(incident.awaited()).isEqualTo("VERDICT by RESPONSE_TEAM");
  }

  @Test
  void paragraph5211AnAcknowledgementOfWhatNobodyOutsideReportedSendsNoReceipt() {
    Incidents incident = foundByTheOrganisation().acknowledged();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.UNDER_ANALYSIS);
    assertThat(incident.owed()).isEmpty();
  }

  @Test
  void paragraph5221TheCommunicationsOfficeConfirmsTheReceiptByMessage61() {
    Incidents incident = reportedByAClient().acknowledged();

    assertThat(incident.messages()).containsExactly(RECEIPT_CONFIRMATION);
    assertThat(incident.owed().getFirst().decidedBy()).isEqualTo("ascom");
    assertThat(IncidentLife.phase(incident.facts(), true)).isEqualTo(IncidentPhase.ACKNOWLEDGED);
  }

  @Test
  void paragraph5221OnceItWasAskedForTheServiceRequestIsAwaited() {
    Incidents incident = reportedByAClient().acknowledged();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.AWAITING_SERVICE_REQUEST);
    assertThat(incident.awaited()).isEqualTo("SERVICE_REQUEST by NOTIFIER");
  }

  @Test
  void paragraph61TheNumberOfTheServiceRequestLeadsToTheAnalysisWithoutAMessage() {
    Incidents incident = reportedByAClient().acknowledged().serviceRequest("SA-12345");

    assertThat(incident.phase()).isEqualTo(IncidentPhase.UNDER_ANALYSIS);
    assertThat(incident.messages()).containsExactly(RECEIPT_CONFIRMATION);
    assertThat(incident.awaited()).isEqualTo("VERDICT by RESPONSE_TEAM");
  }

  @Test
  void paragraph5222WhatIsUnfoundedIsToldByMessage62AndEnds() {
    Incidents incident =
        reportedByAClient().acknowledged().serviceRequest("SA-12345").notConfirmed();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.NOT_CONFIRMED);
    assertThat(incident.messages())
        .containsExactly(RECEIPT_CONFIRMATION, UNAVAILABILITY_NOT_CONFIRMED);
    assertThat(incident.owed().getLast().decidedBy()).isEqualTo("team");
    assertThat(incident.awaited()).isEmpty();
  }

  @Test
  void paragraph5223WhatConcernsOneOrganisationIsToldByMessage66() {
    Incidents incident = foundByTheOrganisation().taken().confirmedFor("SEGER");

    assertThat(incident.phase()).isEqualTo(IncidentPhase.CONFIRMED);
    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED_RESTRICTED);
    OwedMessage message = incident.owed().getFirst();
    assertThat(message.restrictedTo()).isEqualTo("SEGER");
    assertThat(told(message, Placeholder.RESTRICTED_TO)).isEqualTo(new Fact.Words("SEGER"));
    assertThat(told(message, Placeholder.IMPACT)).isEqualTo(new Fact.Words("as caixas postais"));
    assertThat(told(message, Placeholder.DATE_TIME)).isEqualTo(new Fact.Moment(OCCURRED));
  }

  @Test
  void paragraph5224WhatConcernsEverybodyIsToldByMessage63() {
    Incidents incident = foundByTheOrganisation().taken().confirmed();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.CONFIRMED);
    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED);
    OwedMessage message = incident.owed().getFirst();
    assertThat(message.restrictedTo()).isNull();
    assertThat(message.decidedBy()).isEqualTo("team");
    assertThat(told(message, Placeholder.DATE_TIME)).isEqualTo(new Fact.Moment(OCCURRED));
    assertThat(incident.awaited()).isEqualTo("RESTORATION by RESPONSE_TEAM");
  }

  @Test
  void paragraph5231AStatementOfADirectorIsRecordedAndSendsNothingByItself() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().stated();

    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED);
  }

  @Test
  void paragraph63PromisesUpdatesAndEachIsTold() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().updated("one").updated("two");

    assertThat(incident.phase()).isEqualTo(IncidentPhase.CONFIRMED);
    assertThat(incident.messages())
        .containsExactly(INCIDENT_CONFIRMED, INCIDENT_UPDATE, INCIDENT_UPDATE);
    assertThat(incident.owed()).extracting(OwedMessage::key).containsExactly("", "one", "two");
    assertThat(told(incident.owed().getLast(), Placeholder.UPDATE_TEXT))
        .isEqualTo(new Fact.Words("News two"));
  }

  @Test
  void paragraph5225WhatWorksAgainIsToldByMessage64() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().restored();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.RESTORED);
    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED, SERVICE_RESTORED);
    assertThat(told(incident.owed().getLast(), Placeholder.DATE_TIME))
        .isEqualTo(new Fact.Moment(incident.now()));
    assertThat(incident.awaited()).isEqualTo("CLOSURE by RESPONSE_TEAM");
  }

  @Test
  void paragraph5232AStatementAfterTheRestorationIsRecordedAndSendsNothingByItself() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().restored().stated();

    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED, SERVICE_RESTORED);
  }

  @Test
  void whatWasLearntClosesItAndNobodyIsAwaitedAnyMore() {
    Incidents incident = foundByTheOrganisation().taken().confirmed().restored().closed();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.CLOSED);
    assertThat(incident.awaited()).isEmpty();
    assertThat(incident.messages()).containsExactly(INCIDENT_CONFIRMED, SERVICE_RESTORED);
  }

  @Test
  void theWholeWayOfAClientsReportOwesEachMessageOnceInTheOrderOfTheNorm() {
    Incidents incident =
        reportedByAClient()
            .acknowledged()
            .serviceRequest("SA-12345")
            .confirmed()
            .updated("one")
            .restored()
            .closed();

    assertThat(incident.messages())
        .containsExactly(
            RECEIPT_CONFIRMATION, INCIDENT_CONFIRMED, INCIDENT_UPDATE, SERVICE_RESTORED);
    assertThat(incident.owed()).extracting(OwedMessage::eventTime).isSorted();
  }
}
