package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** What a process remembers of what it has said. */
class SaidTest {
  private static final String NOBODY = "";
  private static final String ANA = "decidedBy: ana";

  private final Said said = new Said();

  @Test
  void aNoticeThatNobodyBeganToSendIsNotRemembered() {
    said.remember(
        notice("n", "mail", "1", ANA), status("{state: Pending, reason: WaitingForRate}"));

    assertThat(said.all()).isEmpty();
  }

  @Test
  void oneWithMoreAttemptsThanAreKnownHasForgottenNothing() {
    said.remember(notice("n", "mail", "1", ANA), status("{state: Pending, attemptCount: 1}"));
    Notice later = notice("n", "mail", "1", ANA);
    later.setStatus(status("{state: Sending, attemptCount: 2}"));

    assertThat(said.forgottenOf(later)).isEmpty();
  }

  @Test
  void theSameDecisionAboutAnObjectThatWasMadeAnewIsKnown() {
    NoticeStatus delivered = status("{state: Delivered, settled: true, attemptCount: 1}");
    said.remember(notice("mail-1", "mail", "1", ANA), delivered);

    assertThat(said.forgottenOf(notice("mail-2", "mail", "2", ANA))).contains(delivered);
    assertThat(said.forgottenOf(notice("files", "files", "3", ANA))).isEmpty();
    assertThat(said.forgottenOf(notice("mail-3", "mail", "1", ANA))).isEmpty();
  }

  @Test
  void whoMakesAnObjectAnewToCorrectItsWordsIsHeard() {
    said.remember(
        notice("mail-1", "mail", "1", ANA), status("{state: Delivered, attemptCount: 1}"));
    Notice corrected = notice("mail-2", "mail", "2", ANA);
    corrected.setSpec(
        Serialization.unmarshal(
            Serialization.asYaml(corrected.getSpec()).replace("It is down.", "It is slow."),
            NoticeSpec.class));

    assertThat(said.forgottenOf(corrected)).isEmpty();
  }

  @Test
  void whatNobodyDecidedIsSaidOfEachObjectThatIsMade() {
    said.remember(
        notice("mail-1", "mail", "1", NOBODY), status("{state: Delivered, attemptCount: 1}"));

    assertThat(said.forgottenOf(notice("mail-2", "mail", "2", NOBODY))).isEmpty();
  }

  @Test
  void itRemembersTheNewestOnly() {
    for (int i = 0; i <= Said.MOST; i++) {
      said.remember(
          notice("n" + i, "mail", "u" + i, NOBODY), status("{state: Sending, attemptCount: 1}"));
    }

    assertThat(said.all()).hasSize(Said.MOST);
    assertThat(said.forgottenOf(notice("n0", "mail", "u0", NOBODY))).isEmpty();
    assertThat(said.forgottenOf(notice("n1", "mail", "u1", NOBODY))).isPresent();
  }

  private static Notice notice(String name, String subject, String uid, String decidedBy) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: ti}
        spec:
          subject: {kind: Incident, name: %s, uid: "%s"}
          message: IncidentConfirmed
          channelRef: {name: group}
          locale: en
          rendered: {subject: Mail, body: It is down.}
          thread: "%s"
          eventTime: "2026-11-27T17:20:00Z"
          %s
        """
            .formatted(name, subject, uid, uid, decidedBy),
        Notice.class);
  }

  private static NoticeStatus status(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, NoticeStatus.class);
  }
}
