package dev.salvaguarda.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.watch.ReconciliationWatch.UnderWay;
import dev.salvaguarda.app.watch.Subject;
import dev.salvaguarda.domain.notice.NoticeRetention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
  private static final Subject PAYROLL = new Subject("policy", "finance", "payroll");
  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "image",
          "Always",
          List.of(),
          Duration.ofMinutes(10),
          Duration.ZERO,
          Duration.ZERO,
          "restic",
          false,
          false,
          false,
          NoticeRetention.of(Duration.ofDays(400), 5_000),
          null,
          null);

  @Test
  void isAliveWhileNothingIsStuck() {
    assertThat(alive(List.of(), List.of(), started()).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aLookThatDoesNotEndIsTold() {
    HealthCheckResponse answer =
        alive(List.of(new UnderWay(PAYROLL, NOW.minusSeconds(3_600))), List.of(), started());

    assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
    assertThat(answer.getData().orElseThrow())
        .containsEntry("policy finance/payroll", "looked at since 2026-11-26T02:00:00Z");
  }

  @Test
  void anObjectThatNobodyLooksAtIsTold() {
    assertThat(alive(List.of(), List.of(PAYROLL), started()).getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void aStartThatFailedIsTold() {
    OperatorStart failed =
        start(() -> {
          throw new IllegalStateException("why");
        });

    assertThat(alive(List.of(), List.of(), failed).getStatus()).isEqualTo(Status.DOWN);
    assertThat(ready(Map.of(), failed).getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void waitingForTheKindsNeedsNoNewProcessButIsNotReady() {
    OperatorStart waiting =
        new OperatorStart(
            () -> Optional.of("missing"), () -> {}, () -> {}, Clock.systemUTC(), Duration.ZERO);

    assertThat(alive(List.of(), List.of(), waiting).getStatus()).isEqualTo(Status.UP);
    assertThat(ready(Map.of(), waiting).getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void isReadyUnlessAWatchIsLost() {
    assertThat(ready(Map.of(), started()).getStatus()).isEqualTo(Status.UP);

    HealthCheckResponse lost = ready(Map.of("run", "[jobs]"), started());
    assertThat(lost.getStatus()).isEqualTo(Status.DOWN);
    assertThat(lost.getData().orElseThrow()).containsEntry("run", "[jobs]");
  }

  @Test
  void isNotReadyWhileTheOperatorIsHinderedThoughNoWatchKnowsOfIt() {
    HealthCheckResponse away = ready(Map.of(), Set.of("The API server did not answer."), started());

    assertThat(away.getStatus()).isEqualTo(Status.DOWN);
    assertThat(away.getData().orElseThrow())
        .containsEntry("hindrances", "The API server did not answer.");
  }

  private static HealthCheckResponse alive(
      List<UnderWay> slow, List<Subject> neglected, OperatorStart start) {
    return new StuckCheck(
            limit -> limit.equals(SETTINGS.stuckAfter()) ? slow : List.of(),
            () -> neglected,
            start,
            SETTINGS,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .call();
  }

  private static HealthCheckResponse ready(Map<String, String> lost, OperatorStart start) {
    return ready(lost, Set.of(), start);
  }

  private static HealthCheckResponse ready(
      Map<String, String> lost, Set<String> hindrances, OperatorStart start) {
    return new WatchCheck(() -> lost, () -> hindrances, start).call();
  }

  private static OperatorStart started() {
    return start(() -> {});
  }

  private static OperatorStart start(Runnable work) {
    OperatorStart start =
        new OperatorStart(
            Optional::empty,
            work,
            () -> {},
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofMillis(1));
    try {
      start.begin().join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return start;
  }
}
