package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import dev.salvaguarda.domain.notice.DigestTurn;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestPlanTest {
  private static final Instant SEVEN = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant DUE = SEVEN.plus(DigestTurn.GRACE);
  private static final Instant EARLY = SEVEN.minus(Duration.ofDays(9));
  private static final Instant BACK = SEVEN.plus(Duration.ofHours(5));

  @Test
  void collectsWhatWaitsForTheSameTimeOldestFirst() {
    Notice late = notice("a", SEVEN, SEVEN.minusSeconds(60), "");
    Notice early = notice("b", SEVEN, SEVEN.minusSeconds(600), "");

    DigestPlan plan = plan(List.of(late, early), DUE);

    assertThat(plan.due()).containsExactly(new Batch(SEVEN, List.of(early, late)));
    assertThat(plan.nextAt()).isNull();
  }

  @Test
  void waitsUntilItsTimeHasPassed() {
    DigestPlan plan = plan(List.of(notice("a", SEVEN, SEVEN, "")), DUE.minusSeconds(1));

    assertThat(plan.due()).isEmpty();
    assertThat(plan.nextAt()).isEqualTo(DUE);
  }

  @Test
  void makesUpForEachDayThatPassedWhileTheOperatorWasDown() {
    Instant before = SEVEN.minus(Duration.ofDays(1));

    assertThat(
            plan(
                    List.of(notice("a", SEVEN, SEVEN, ""), notice("b", before, before, "")),
                    BACK,
                    BACK.plus(DigestTurn.GRACE))
                .due())
        .extracting(Batch::time)
        .containsExactly(before, SEVEN);
  }

  @Test
  void leavesToThemselvesThoseWhosePatienceIsAboutToEnd() {
    List<Notice> waiting = List.of(notice("a", SEVEN, SEVEN, ""));
    DigestTurn turn = new DigestTurn(SEVEN, EARLY);

    assertThat(plan(waiting, turn.ends()).due()).isEmpty();
    assertThat(plan(waiting, turn.ends().minusSeconds(1)).due()).isEmpty();
    assertThat(plan(waiting, turn.ends()).nextAt()).isNull();
  }

  @Test
  void tellsNothingThatADigestTellsOrThatWasTriedByItself() {
    List<Notice> waiting =
        List.of(
            notice("a", SEVEN, SEVEN, ""),
            notice("b", SEVEN, SEVEN, "status: {state: Pending, attemptCount: 1}"),
            notice("c", SEVEN, SEVEN, "status: {state: Pending}"));

    assertThat(DigestPlan.of(waiting, Set.of("a"), EARLY, DUE).due())
        .extracting(Batch::first)
        .containsExactly("c");
  }

  @Test
  void leavesAloneWhatGoesByItselfOrIsUnderWay() {
    assertThat(
            plan(
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

    assertThat(plan(many, DUE).due())
        .extracting(batch -> batch.notices().size())
        .containsExactly(500, 1);
  }

  private static DigestPlan plan(List<Notice> open, Instant now) {
    return plan(open, EARLY, now);
  }

  private static DigestPlan plan(List<Notice> open, Instant since, Instant now) {
    return DigestPlan.of(open, Set.of(), since, now);
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
