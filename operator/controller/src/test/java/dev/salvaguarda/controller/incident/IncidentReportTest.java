package dev.salvaguarda.controller.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.MonitoringStatus;
import dev.salvaguarda.api.incident.MonitoringStatus.SignalStatus;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.telling.IncidentRecord;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Signal;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentReportTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:30:00Z");
  private static final NoticePlan NOTHING = new NoticePlan(List.of(), List.of(), List.of(), false);
  private static final NoticePlan TOLD = new NoticePlan(List.of(), List.of(), List.of(), true);
  private static final String ACKNOWLEDGED =
      "acknowledgement: {by: ana, at: \"2026-11-27T17:10:00Z\"}\n";
  private static final String CONFIRMED =
      "verdict: {outcome: Confirmed, scope: Restricted, organization: SEGER, by: joao,"
          + " at: \"2026-11-27T17:20:00Z\"}\n";

  @Test
  void saysWhatIsAwaitedFromWhomAndSinceWhen() {
    IncidentStatus status = next("", NOTHING, NOW);

    assertThat(status.phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(status.awaiting())
        .isEqualTo(
            new IncidentStatus.Awaiting(
                "Acknowledgement", "Communications", Instant.parse("2026-11-27T17:00:00Z")));
    assertThat(condition(status, ConditionType.STALLED))
        .isEqualTo(
            "False AwaitingDecision: Acknowledgement is awaited from Communications since"
                + " 2026-11-27T17:00:00Z.");
    assertThat(condition(status, ConditionType.READY)).isEqualTo("True NothingStuck: Reported.");
    assertThat(condition(status, ConditionType.NOTICES_DELIVERED)).isEmpty();
    assertThat(status.delivered()).isNull();
  }

  @Test
  void saysWhatMonitoringSays() {
    assertThat(condition(next("", NOTHING, NOW), ConditionType.SIGNAL_ACTIVE)).isEmpty();
    assertThat(signal(null, signal("Down", true), signal("Slow", false), signal("Down", true)))
        .isEqualTo("True AlertsFiring: Firing: Down.");
    assertThat(signal(true, signal("Down", true)))
        .isEqualTo("True AlertsFiring: Firing, with more than are kept: Down.");
    assertThat(signal(null, signal("Down", false), signal("Slow", false)))
        .isEqualTo("False AlertsResolved: Resolved: Down, Slow.");
    assertThat(signal(true, signal("Down", false)))
        .isEqualTo("Unknown AlertsNotAllKept: Resolved, but more than these fired: Down.");
  }

  private static String signal(@Nullable Boolean incomplete, SignalStatus... signals) {
    IncidentStatus old =
        IncidentStatus.none().withMonitoring(new MonitoringStatus(List.of(signals), incomplete));
    return SignalFact.of(old)
        .map(fact -> "%s %s: %s".formatted(fact.truth().wireName(), fact.reason(), fact.message()))
        .orElse("");
  }

  private static SignalStatus signal(String name, boolean active) {
    return new SignalStatus(name, name, null, active, NOW, 1, NOW);
  }

  @Test
  void isStuckOnceADecisionIsLate() {
    IncidentStatus status = next("", NOTHING, NOW.plusSeconds(1_800));

    assertThat(condition(status, ConditionType.STALLED)).startsWith("True AwaitingDecision");
    assertThat(condition(status, ConditionType.READY)).startsWith("False AwaitingDecision");
  }

  @Test
  void isAcknowledgedUntilWhoReportedItWasAskedForAServiceRequest() {
    assertThat(next(ACKNOWLEDGED, TOLD, NOW, told(Message.RECEIPT_CONFIRMATION, State.SENDING)))
        .extracting(IncidentStatus::phase)
        .isEqualTo(IncidentPhase.ACKNOWLEDGED);
    assertThat(next(ACKNOWLEDGED, TOLD, NOW, told(Message.RECEIPT_CONFIRMATION, State.DELIVERED)))
        .extracting(IncidentStatus::phase)
        .isEqualTo(IncidentPhase.AWAITING_SERVICE_REQUEST);
  }

  @Test
  void showsTheFirstServiceRequestAndHowManyMore() {
    String requests =
        "serviceRequests: [{number: SA-1, at: \"2026-11-27T17:05:00Z\"},"
            + " {number: SA-2, at: \"2026-11-27T17:06:00Z\"}]\n";

    assertThat(next(requests, NOTHING, NOW).serviceRequest()).isEqualTo("SA-1 +1");
  }

  @Test
  void saysWhomItAffects() {
    assertThat(next(CONFIRMED, TOLD, NOW).scope()).isEqualTo("Restricted to SEGER");
  }

  @Test
  void countsWhatArrivedWithoutWhatBecamePointless() {
    IncidentStatus status =
        next(
            CONFIRMED,
            TOLD,
            NOW,
            told(Message.RECEIPT_CONFIRMATION, State.DELIVERED),
            told(Message.INCIDENT_CONFIRMED, State.SUPPRESSED),
            told(Message.SERVICE_RESTORED, State.PENDING));

    assertThat(status.delivered()).isEqualTo("1/2");
    assertThat(condition(status, ConditionType.NOTICES_DELIVERED))
        .startsWith("False NoticesUnderWay");
    assertThat(condition(status, ConditionType.READY)).startsWith("True");
  }

  @Test
  void allIsToldOnceNothingIsOnItsWay() {
    IncidentStatus status =
        next(CONFIRMED, TOLD, NOW, told(Message.INCIDENT_CONFIRMED, State.DELIVERED));

    assertThat(condition(status, ConditionType.NOTICES_DELIVERED))
        .isEqualTo("True NoticesDelivered: 1 delivered.");
  }

  @Test
  void whatWasGivenUpIsStuck() {
    IncidentStatus status =
        next(
            CONFIRMED,
            TOLD,
            NOW,
            told(Message.INCIDENT_CONFIRMED, State.FAILED),
            told(Message.SERVICE_RESTORED, State.PENDING));

    assertThat(condition(status, ConditionType.NOTICES_DELIVERED))
        .startsWith("False NoticeGivenUp: 1 of 2");
    assertThat(condition(status, ConditionType.READY)).startsWith("False NoticeGivenUp");
  }

  @Test
  void whatNobodySubscribesAndWhatIsTooLateIsStuckAsWell() {
    NoticePlan unheard =
        new NoticePlan(List.of(), List.of(Message.SERVICE_RESTORED), List.of(), true);
    NoticePlan late = new NoticePlan(List.of(), List.of(), List.of(Message.SERVICE_RESTORED), true);

    assertThat(condition(next(CONFIRMED, unheard, NOW), ConditionType.READY))
        .startsWith("False NobodySubscribed")
        .contains("ServiceRestored");
    assertThat(condition(next(CONFIRMED, late, NOW), ConditionType.READY))
        .startsWith("False TooLateToTell")
        .contains("ServiceRestored");
  }

  @Test
  void aDecisionThatIsDatedAheadIsNamedAndCountsFromThenOn() {
    IncidentStatus status = next(CONFIRMED.replace("2026", "2027"), NOTHING, NOW);

    assertThat(status.phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(condition(status, ConditionType.READY))
        .isEqualTo(
            "False DecisionDatedAhead: A decision is dated 2027-11-27T17:20:00Z: nothing follows"
                + " from it before.");
  }

  @Test
  void thatItCouldNotBeToldDoesNotHideWhereItStands() {
    IncidentSeen seen = seen(CONFIRMED);
    IncidentStatus status =
        IncidentReport.next(
            seen,
            TOLD,
            Optional.of(
                ConditionFact.unmet(
                    ConditionType.NOTICES_DELIVERED,
                    ConditionReason.MISSING_PERMISSION,
                    "It could not be told yet.")),
            NOW);

    assertThat(status.phase()).isEqualTo(IncidentPhase.CONFIRMED);
    assertThat(condition(status, ConditionType.NOTICES_DELIVERED))
        .startsWith("False MissingPermission");
    assertThat(condition(status, ConditionType.READY)).startsWith("False MissingPermission");
  }

  @Test
  void saysOfAFindingHowOftenItWasSeenAndSinceWhenItsCauseIsGone() {
    Signal again =
        new Signal("folha-2", Instant.parse("2026-11-27T17:20:00Z"), "folha-2 failed: No answer.");
    IncidentStatus seen = found(new Evidence.Active(List.of(again), 1), NOTHING);
    IncidentStatus gone = found(new Evidence.Gone(List.of(), again.at()), NOTHING);

    assertThat(seen.phase()).isEqualTo(IncidentPhase.REPORTED);
    assertThat(condition(seen, ConditionType.SIGNAL_ACTIVE))
        .isEqualTo(
            "True CauseSeen: Seen 2 times, last at 2026-11-27T17:20:00Z: folha-2 failed: No"
                + " answer.");
    assertThat(Objects.requireNonNull(seen.counted()).signals()).isEqualTo(2);
    assertThat(seen.restoredTime()).isNull();
    assertThat(gone.phase()).isEqualTo(IncidentPhase.RESTORED);
    assertThat(condition(gone, ConditionType.SIGNAL_ACTIVE))
        .isEqualTo(
            "False CauseGone: The cause is gone since 2026-11-27T17:20:00Z, after it was seen"
                + " once.");
    assertThat(gone.restoredTime()).isEqualTo(again.at());
    assertThat(condition(gone, ConditionType.STALLED))
        .startsWith("False AwaitingDecision: Closure is awaited from ResponseTeam");
  }

  @Test
  void nobodyCanSayOfAFindingWhosePolicyIsGone() {
    assertThat(condition(found(null, NOTHING), ConditionType.SIGNAL_ACTIVE))
        .startsWith("Unknown PolicyNotFound");
  }

  @Test
  void aFindingThatThePolicyTellsNobodyIsStuck() {
    NoticePlan unheard =
        new NoticePlan(List.of(), List.of(Message.NON_CONFORMITY_OPENED), List.of(), true);

    assertThat(condition(found(new Evidence.Unknown(), unheard), ConditionType.READY))
        .isEqualTo(
            "False NobodyAsked: BackupPolicy folha asks in notify for no channel that there is to"
                + " tell NonConformityOpened.");
  }

  private static IncidentStatus found(@Nullable Evidence evidence, NoticePlan plan) {
    Incident incident =
        Serialization.unmarshal(
            """
            metadata: {name: folha-failed-1, namespace: ti, uid: uid, generation: 1, creationTimestamp: "2026-11-27T17:00:00Z"}
            spec:
              type: NonConformity
              audience: Internal
              component: {name: folha}
              origin: Backup
              nonConformity:
                policyRef: {name: folha}
                cause: Failed
                number: 1
                signal: folha-1
                since: "2026-11-27T16:58:00Z"
                finding: "folha-1 failed: No answer."
                closeBy: "2026-12-04T17:00:00Z"
            """,
            Incident.class);
    return IncidentReport.next(
        new IncidentSeen(
            incident,
            IncidentRecord.of(incident, NOW).counting(evidence),
            ToldNotices.none(),
            evidence,
            null),
        plan,
        Optional.empty(),
        NOW);
  }

  @Test
  void aSecondLookAtTheSameChangesNothing() {
    IncidentStatus first = next(CONFIRMED, TOLD, NOW);
    IncidentSeen again = seen(CONFIRMED);
    again.incident().setStatus(first);

    assertThat(IncidentReport.next(again, TOLD, Optional.empty(), NOW.plusSeconds(60)))
        .isEqualTo(first);
  }

  private static ToldNotice told(Message message, State state) {
    return new ToldNotice("notice-" + message, message.wireName(), state);
  }

  private static IncidentStatus next(
      String decided, NoticePlan plan, Instant now, ToldNotice... notices) {
    return IncidentReport.next(seen(decided, notices), plan, Optional.empty(), now);
  }

  private static IncidentSeen seen(String decided, ToldNotice... notices) {
    Incident incident =
        Serialization.unmarshal(
            """
            metadata: {name: correio, uid: uid, generation: 3, creationTimestamp: "2026-11-27T17:00:00Z"}
            spec:
              type: Failure
              component: {name: correio}
              origin: Client
            %s
            """
                .formatted(decided.indent(2).stripTrailing()),
            Incident.class);
    return new IncidentSeen(
        incident,
        IncidentRecord.of(incident, NOW),
        new ToldNotices(List.of(notices), Set.of(), Set.of()),
        null,
        IncidentRecord.ahead(incident, NOW).orElse(null));
  }

  private static String condition(IncidentStatus status, ConditionType type) {
    return ConditionSet.of(status.conditions())
        .find(type)
        .map(one -> "%s %s: %s".formatted(one.getStatus(), one.getReason(), one.getMessage()))
        .orElse("");
  }
}
