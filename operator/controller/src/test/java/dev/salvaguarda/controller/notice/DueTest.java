package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.Attempt;
import dev.salvaguarda.api.notice.NoticeStatus.Recipients;
import dev.salvaguarda.api.notice.NoticeStatus.Result;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.domain.notice.ReceiverMark;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DueTest {
  private static final String UID = "uid";
  private static final String ANA = "ana@example.org";
  private static final String EVA = "eva@example.org";
  private static final String NEW = "new@example.org";

  @Test
  void aNoticeThatNobodyHasGoesToEverybodyWhoHasNotRefusedIt() {
    NoticeStatus status = status(0, List.of(EVA), List.of(ANA), List.of());

    assertThat(Due.of(status, UID, List.of(ANA, EVA))).containsExactly(EVA);
    assertThat(Due.of(status, UID, List.of(ANA, NEW))).containsExactly(NEW);
    assertThat(Due.of(status, UID, List.of(ANA))).isEmpty();
    assertThat(Due.of(NoticeStatus.none(), UID, List.of(ANA, EVA))).containsExactly(ANA, EVA);
  }

  @Test
  void aNoticeThatSomebodyHasGoesToThoseWhoAreLeft() {
    NoticeStatus status = status(1, List.of(EVA), List.of(), List.of());

    assertThat(Due.of(status, UID, List.of(ANA, EVA, NEW))).containsExactly(EVA);
    assertThat(Due.of(status, UID, List.of(ANA, NEW))).isEmpty();
  }

  @Test
  void theFirstAnswerIsThatOfTheFirstServerThatAnsweredForTheReceivers() {
    Attempt silent = attempt(1, Result.NOT_SENT, null);
    Attempt answered = attempt(2, Result.NOT_SENT, new Recipients(0, 1, 0));

    assertThat(Due.isFirstAnswer(NoticeStatus.none())).isTrue();
    assertThat(Due.isFirstAnswer(status(0, List.of(), List.of(), List.of(silent)))).isTrue();
    assertThat(Due.isFirstAnswer(status(0, List.of(), List.of(), List.of(silent, answered))))
        .isFalse();
  }

  private static Attempt attempt(int number, Result result, @Nullable Recipients recipients) {
    Instant at = Instant.parse("2026-11-27T01:00:00Z");
    return new Attempt(number, at, "one", at, result, null, null, null, recipients);
  }

  private static NoticeStatus status(
      int reached, List<String> due, List<String> notDue, List<Attempt> attempts) {
    return new NoticeStatus(
        State.PENDING,
        null,
        null,
        null,
        null,
        attempts.size(),
        null,
        attempts,
        marks(due),
        marks(notDue),
        reached == 0 ? null : reached,
        null,
        null);
  }

  private static List<String> marks(List<String> addresses) {
    return addresses.stream().map(address -> ReceiverMark.of(UID, address)).toList();
  }
}
