package dev.salvaguarda.domain.incident;

import static dev.salvaguarda.domain.incident.Incidents.OCCURRED;
import static dev.salvaguarda.domain.incident.Incidents.OPENED;
import static dev.salvaguarda.domain.incident.Incidents.foundByTheOrganisation;
import static dev.salvaguarda.domain.incident.Incidents.reportedByAClient;
import static dev.salvaguarda.domain.incident.Incidents.told;
import static dev.salvaguarda.domain.message.Message.INCIDENT_CONFIRMED;
import static dev.salvaguarda.domain.message.Message.INCIDENT_UPDATE;
import static dev.salvaguarda.domain.message.Message.SERVICE_RESTORED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the norm NPI-007 leaves open about incidents, and how it is read here. */
class AmbiguitiesTest {

  @Test
  void whoeverElseConfirmsDoesNotSayItTwiceUnlessAskedTo() {
    Incidents silent = foundByTheOrganisation().taken().confirmed().stated();
    Incidents second =
        foundByTheOrganisation().executive(ExecutiveRole.SECOND_MESSAGE).taken().confirmed();

    assertThat(silent.messages()).containsExactly(INCIDENT_CONFIRMED);
    assertThat(second.messages()).containsExactly(INCIDENT_CONFIRMED);
    assertThat(second.stated().messages()).containsExactly(INCIDENT_CONFIRMED, INCIDENT_UPDATE);
    assertThat(second.owed().getLast())
        .satisfies(message -> {
          assertThat(message.key()).isEqualTo(IncidentMessages.EXECUTIVE_KEY);
          assertThat(message.decidedBy()).isEqualTo("director");
          assertThat(told(message, Placeholder.UPDATE_TEXT))
              .isEqualTo(new Fact.Words("I confirm it."));
        });
  }

  @Test
  void whereADirectorHasToConfirmItNothingIsToldBefore() {
    Incidents incident =
        foundByTheOrganisation()
            .executive(ExecutiveRole.REQUIRED_BEFORE_BROADCAST)
            .taken()
            .confirmed();

    assertThat(incident.messages()).isEmpty();
    assertThat(incident.awaited()).isEqualTo("EXECUTIVE_STATEMENT by EXECUTIVE");
    assertThat(incident.stated().messages()).containsExactly(INCIDENT_CONFIRMED);
    assertThat(incident.owed().getFirst().decidedBy()).isEqualTo("team");
    assertThat(incident.owed().getFirst().eventTime()).isEqualTo(incident.now());
  }

  @Test
  void thatSomethingIsNotConfirmedWaitsForNoDirector() {
    assertThat(
            foundByTheOrganisation()
                .executive(ExecutiveRole.REQUIRED_BEFORE_BROADCAST)
                .taken()
                .notConfirmed()
                .messages())
        .hasSize(1);
  }

  @Test
  void whoeverGetsTheRestrictedConfirmationGetsWhatFollowsIt() {
    assertThat(
            reportedByAClient()
                .acknowledged()
                .confirmedFor("SEGER")
                .updated("one")
                .restored()
                .owed())
        .extracting(OwedMessage::restrictedTo)
        .containsExactly(null, "SEGER", "SEGER", "SEGER");
  }

  @Test
  void fromNotConfirmedNothingLeadsOn() {
    Incidents incident = reportedByAClient().acknowledged().notConfirmed();

    assertThat(incident.awaited(OPENED.plus(Duration.ofDays(30)))).isEmpty();
    assertThat(incident.serviceRequest("SA-9").phase()).isEqualTo(IncidentPhase.NOT_CONFIRMED);
  }

  @Test
  void withoutACadenceNobodyOwesAnUpdate() {
    Incidents incident = foundByTheOrganisation().taken().confirmed();

    assertThat(incident.awaited(OPENED.plus(Duration.ofDays(2))))
        .isEqualTo("RESTORATION by RESPONSE_TEAM");
    assertThat(IncidentLife.nextOverdue(incident.facts(), incident.now())).isEmpty();
  }

  @Test
  void withACadenceTheNextUpdateIsAwaitedAfterThatTime() {
    Incidents incident =
        foundByTheOrganisation().updatedEvery(Duration.ofHours(2)).taken().confirmed();

    assertThat(incident.awaited(incident.now().plus(Duration.ofHours(2)).minusSeconds(1)))
        .isEqualTo("RESTORATION by RESPONSE_TEAM");
    assertThat(IncidentLife.nextOverdue(incident.facts(), incident.now()))
        .contains(incident.now().plus(Duration.ofHours(2)));
    assertThat(incident.awaited(incident.now().plus(Duration.ofHours(2))))
        .isEqualTo("UPDATE by COMMUNICATIONS");
    assertThat(incident.updated("one").awaited(incident.now().plus(Duration.ofHours(1))))
        .isEqualTo("RESTORATION by RESPONSE_TEAM");
  }

  @Test
  void theTimeInAMessageIsThatOfTheEventAndNotOfTheNotice() {
    Incidents incident = foundByTheOrganisation().taken().confirmed();

    assertThat(told(incident.owed().getFirst(), Placeholder.DATE_TIME))
        .isEqualTo(new Fact.Moment(OCCURRED));
    assertThat(incident.owed().getFirst().eventTime()).isEqualTo(incident.now());
  }

  @Test
  void aServiceRequestThatNeverComesIsOverdueAfterAnHour() {
    Incidents incident = reportedByAClient().acknowledged();
    Awaited awaited = IncidentLife.awaited(incident.facts(), incident.now()).orElseThrow();

    assertThat(awaited.since()).isEqualTo(incident.now());
    assertThat(awaited.isOverdue(incident.now().plus(Duration.ofMinutes(59)))).isFalse();
    assertThat(awaited.isOverdue(incident.now().plus(Duration.ofMinutes(60)))).isTrue();
    assertThat(IncidentLife.nextOverdue(incident.facts(), incident.now()))
        .contains(incident.now().plus(Duration.ofHours(1)));
  }

  @Test
  void theTeamMayGoOnWithoutAServiceRequest() {
    Incidents incident = reportedByAClient().acknowledged().waived();

    assertThat(incident.phase()).isEqualTo(IncidentPhase.UNDER_ANALYSIS);
    assertThat(IncidentLife.awaited(incident.facts(), incident.now()))
        .contains(new Awaited(Awaited.What.VERDICT, incident.now()));
  }

  @Test
  void severalServiceRequestsOfOneFaultAreOneIncident() {
    Incidents incident =
        reportedByAClient()
            .acknowledged()
            .serviceRequest("SA-1")
            .serviceRequest("SA-2")
            .confirmed();

    assertThat(incident.messages()).hasSize(2);
    assertThat(told(incident.owed().getLast(), Placeholder.REFERENCE))
        .isEqualTo(new Fact.Words("correio, SA-1, SA-2"));
  }

  @Test
  void message64NamesOrganisationAndServiceRequestInItsReferenceAlone() {
    OwedMessage restored =
        reportedByAClient()
            .acknowledged()
            .serviceRequest("SA-1")
            .confirmedFor("SEGER")
            .restored()
            .owed()
            .getLast();

    assertThat(restored.message()).isEqualTo(SERVICE_RESTORED);
    assertThat(restored.facts())
        .containsOnlyKeys(Placeholder.COMPONENT, Placeholder.REFERENCE, Placeholder.DATE_TIME);
  }
}
