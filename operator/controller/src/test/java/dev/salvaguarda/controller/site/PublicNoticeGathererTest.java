package dev.salvaguarda.controller.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PublicNoticeGathererTest {

  @Test
  void thePublicSeesWhatIsToldOrIsBeingToldAndNothingElse() {
    Set<State> seen =
        Arrays.stream(State.values())
            .filter(state -> PublicNoticeGatherer.isPublic(notice("Public", state.name())))
            .collect(Collectors.toSet());

    assertThat(seen).containsExactlyInAnyOrder(State.DELIVERED, State.SENDING, State.UNCERTAIN);
    assertThat(PublicNoticeGatherer.isPublic(notice("Public", ""))).isFalse();
  }

  @Test
  void whatIsInternalIsNeverSeenWhateverBecameOfIt() {
    assertThat(State.values())
        .noneMatch(state -> PublicNoticeGatherer.isPublic(notice("Internal", state.name())));
  }

  @Test
  void whoDecidedItStaysInside() {
    assertThat(PublicNoticeGatherer.told(notice("Public", "DELIVERED")).toString())
        .contains("IncidentConfirmed", "It is disturbed")
        .doesNotContain("ana");
  }

  private static Notice notice(String audience, String state) {
    String wire =
        state.isEmpty() ? "" : state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT);
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Notice
        metadata: {namespace: ti, name: mail}
        spec:
          subject: {kind: Incident, name: mail, uid: u1}
          message: IncidentConfirmed
          channelRef: {name: page}
          locale: en
          audience: %s
          rendered: {subject: It is disturbed, body: It is disturbed.}
          thread: u1
          eventTime: "2026-11-27T17:20:00Z"
          decidedBy: ana
        %s
        """
            .formatted(audience, wire.isEmpty() ? "" : "status: {state: " + wire + "}"),
        Notice.class);
  }
}
