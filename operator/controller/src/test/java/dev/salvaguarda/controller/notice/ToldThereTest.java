package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a fallback has no need of a stand-in. */
class ToldThereTest {
  private static final String ANA = "decidedBy: ana";
  private static final Notice MAIL = notice("mail", "2026-11-27T17:20:00Z", ANA);

  @Test
  void whatTheFallbackTellsByItselfIsNotToldTwiceThere() {
    assertThat(ToldThere.find(MAIL, "group", List.of(notice("group", "2026-11-27T17:20:00Z", ANA))))
        .contains("on-group");
  }

  @Test
  void anotherChannelAnotherDecisionOrAStandInTellsNothingThere() {
    assertThat(
            ToldThere.find(
                MAIL,
                "group",
                List.of(
                    MAIL,
                    notice("page", "2026-11-27T17:20:00Z", ANA),
                    notice("group", "2026-11-27T17:40:00Z", ANA),
                    notice("group", "2026-11-27T17:20:00Z", ANA + "\n  fallbackFor: other"))))
        .isEmpty();
  }

  @Test
  void whatTheFallbackCouldNotDeliverEitherIsTriedThereOnceMore() {
    Notice failed = notice("group", "2026-11-27T17:20:00Z", ANA + "\nstatus: {state: Failed}");

    assertThat(ToldThere.find(MAIL, "group", List.of(failed))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state: Failed, reason: OutcomeUnknown",
        "state: Uncertain",
        "state: Pending",
        "state: Delivered",
        "state: Suppressed"
      })
  void whatMayBeKnownThereIsNotSaidASecondTime(String status) {
    Notice own = notice("group", "2026-11-27T17:20:00Z", ANA + "\nstatus: {" + status + "}");

    assertThat(ToldThere.find(MAIL, "group", List.of(own))).contains("on-group");
  }

  @Test
  void whatNobodyDecidedIsHandedOn() {
    assertThat(
            ToldThere.find(
                notice("mail", "2026-11-27T17:20:00Z", ""),
                "group",
                List.of(notice("group", "2026-11-27T17:20:00Z", ""))))
        .isEmpty();
  }

  private static Notice notice(String channel, String eventTime, String more) {
    return Serialization.unmarshal(
        """
        metadata: {name: on-%s, namespace: ti}
        spec:
          subject: {kind: Incident, name: mail, uid: "1"}
          message: IncidentConfirmed
          channelRef: {name: %1$s}
          locale: en
          rendered: {subject: Mail, body: It is down.}
          thread: "1"
          eventTime: "%s"
          %s
        """
            .formatted(channel, eventTime, more),
        Notice.class);
  }
}
