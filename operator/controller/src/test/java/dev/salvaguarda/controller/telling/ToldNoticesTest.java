package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.notice.ToldNotice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldNoticesTest {

  @Test
  void whatHasLeftTheClusterIsRememberedAsItWas() {
    ToldNotice known = new ToldNotice("first", "IncidentConfirmed", State.DELIVERED);

    assertThat(ToldNotices.of(List.of(known), "uid", List.of()).all()).containsExactly(known);
  }

  @Test
  void whatStandsInForANoticeSpeaksForIt() {
    List<Notice> found =
        List.of(
            notice("first", "", "Failed", "uid"),
            notice("stand-in", "fallbackFor: first", "Delivered", "uid"),
            notice("of-another", "", "Failed", "other-uid"));

    assertThat(ToldNotices.of(List.of(), "uid", found).all())
        .containsExactly(new ToldNotice("first", "IncidentConfirmed", State.DELIVERED));
  }

  private static Notice notice(String name, String more, String state, String uid) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s}
        spec:
          subject: {kind: Incident, name: correio, uid: %s}
          message: IncidentConfirmed
          channelRef: {name: group}
          %s
        status: {state: %s}
        """
            .formatted(name, uid, more, state),
        Notice.class);
  }
}
