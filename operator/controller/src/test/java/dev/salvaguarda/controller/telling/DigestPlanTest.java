package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestPlanTest {
  private static final Instant SEVEN = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant DUE = SEVEN.plus(DigestPlan.GRACE);

  @Test
  void collectsWhatWaitsForTheSameTimeOldestFirst() {
    Notice late = notice("a", SEVEN, SEVEN.minusSeconds(60), "");
    Notice early = notice("b", SEVEN, SEVEN.minusSeconds(600), "");

    DigestPlan plan = DigestPlan.of(List.of(late, early), DUE);

    assertThat(plan.due()).containsExactly(new Batch(SEVEN, 1, List.of(early, late)));
    assertThat(plan.nextAt()).isNull();
  }

  @Test
  void waitsUntilItsTimeHasPassed() {
    DigestPlan plan = DigestPlan.of(List.of(notice("a", SEVEN, SEVEN, "")), DUE.minusSeconds(1));

    assertThat(plan.due()).isEmpty();
    assertThat(plan.nextAt()).isEqualTo(DUE);
  }

  @Test
  void makesUpForEachDayThatPassedWhileTheOperatorWasDown() {
    Instant before = SEVEN.minus(Duration.ofDays(1));

    assertThat(
            DigestPlan.of(
                    List.of(notice("a", SEVEN, SEVEN, ""), notice("b", before, before, "")), DUE)
                .due())
        .extracting(Batch::time)
        .containsExactly(before, SEVEN);
  }

  @Test
  void leavesAloneWhatGoesByItselfOrIsUnderWay() {
    assertThat(
            DigestPlan.of(
                    List.of(
                        notice("a", null, SEVEN, ""),
                        notice("b", SEVEN, SEVEN, "status: {state: Sending}")),
                    DUE)
                .due())
        .isEmpty();
  }

  @Test
  void tellsMoreThanANoticeCanNameInSeveral() {
    List<Notice> many =
        IntStream.range(0, 501).mapToObj(i -> notice("n" + i, SEVEN, SEVEN, "")).toList();

    assertThat(DigestPlan.of(many, DUE).due())
        .extracting(batch -> batch.notices().size())
        .containsExactly(500, 1);
  }

  private static Notice notice(
      String name, @Nullable Instant digest, Instant event, String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: ti}
        spec:
          subject: {kind: BackupRun, name: r, uid: u}
          message: BackupSucceeded
          channelRef: {name: tecnico}
          locale: pt-BR
          rendered: {subject: s, body: b}
          thread: t
          eventTime: "%s"
        %s
        %s
        """
            .formatted(
                name,
                event,
                digest == null ? "" : "  digestTime: \"%s\"".formatted(digest),
                status),
        Notice.class);
  }
}
