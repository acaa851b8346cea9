package dev.salvaguarda.controller.repository;

import static dev.salvaguarda.controller.repository.Probes.NOW;
import static dev.salvaguarda.controller.repository.Probes.complete;
import static dev.salvaguarda.controller.repository.Probes.ended;
import static dev.salvaguarda.controller.repository.Probes.unusable;
import static dev.salvaguarda.controller.repository.Probes.usable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RepositoryDecisionTest {
  private static final Duration INTERVAL = Duration.ofMinutes(15);

  @Test
  void probesAnObjectThatWasNeverProbed() {
    assertThat(decide(complete("v1"), Optional.empty()))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
  }

  @Test
  void waitsForAProbeThatIsUnderWay() {
    assertThat(decide(complete("v2"), Optional.of(new ProbeState("v1", Optional.empty()))))
        .isInstanceOf(RepositoryDecision.AwaitProbe.class);
  }

  @Test
  void reportsAFreshOutcomeAndComesBackWhenTheNextIsDue() {
    RepositoryDecision decision =
        decide(complete("v1"), ended("v1", usable(), NOW.minus(Duration.ofMinutes(5))));

    assertThat(decision).isInstanceOf(RepositoryDecision.Report.class);
    assertThat(decision.lookAgainAfter()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void probesAgainWhenTheIntervalIsOver() {
    assertThat(decide(complete("v1"), ended("v1", usable(), NOW.minus(INTERVAL))))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
  }

  @Test
  void probesSoonAfterACopyThatTheLastProbeDidNotSee() {
    Instant ended = NOW.minusSeconds(40);

    assertThat(RepositoryDecision.decide(withCopy(ended, NOW.minusSeconds(5)), NOW, NOW))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
    assertThat(RepositoryDecision.decide(withCopy(ended, NOW.minusSeconds(50)), NOW, NOW))
        .isInstanceOf(RepositoryDecision.Report.class);
  }

  @Test
  void probesSoonWhenSomebodyMetTroubleAfterTheLastProbe() {
    Instant ended = NOW.minusSeconds(5);

    RepositoryDecision soon = calledAt(ended, NOW.minusSeconds(1));
    assertThat(soon).isInstanceOf(RepositoryDecision.Report.class);
    assertThat(soon.lookAgainAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(calledAt(NOW.minusSeconds(11), NOW.minusSeconds(1)))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
    assertThat(calledAt(NOW.minusSeconds(11), NOW.minusSeconds(12)))
        .isInstanceOf(RepositoryDecision.Report.class);
  }

  private static RepositoryDecision calledAt(Instant probeEnded, Instant called) {
    return RepositoryDecision.decide(
        new RepositorySeen(
            complete("v1"),
            INTERVAL,
            ended("v1", usable(), probeEnded),
            Optional.empty(),
            SizeState.NEVER_COUNTED,
            Optional.of(called),
            List.of()),
        NOW,
        NOW);
  }

  @Test
  void countsTheSizeOfAUsableRepositoryOnly() {
    assertThat(decide(complete("v1"), ended("v1", usable(), NOW)))
        .isInstanceOfSatisfying(
            RepositoryDecision.Report.class, report -> assertThat(report.count()).isPresent());
    assertThat(
            decide(
                complete("v1"), ended("v1", unusable(FailureReason.REPOSITORY_UNREACHABLE), NOW)))
        .isInstanceOfSatisfying(
            RepositoryDecision.Report.class, report -> assertThat(report.count()).isEmpty());
  }

  @Test
  void comesBackWhenTheSizeIsToBeCountedAfterACopy() {
    SizeState counted =
        new SizeState(
            Optional.of(
                new SizeState.Ended(
                    OptionalLong.of(1), NOW.minusSeconds(20), Duration.ofMillis(5))),
            false);

    RepositoryDecision decision =
        RepositoryDecision.decide(
            new RepositorySeen(
                complete("v1"),
                INTERVAL,
                ended("v1", usable(), NOW.minusSeconds(1)),
                Optional.of(NOW.minusSeconds(5)),
                counted,
                Optional.empty(),
                List.of()),
            NOW,
            NOW);

    assertThat(decision.lookAgainAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void doesNotProbeForEachOfManyCopies() {
    RepositoryDecision decision =
        RepositoryDecision.decide(withCopy(NOW.minusSeconds(10), NOW.minusSeconds(5)), NOW, NOW);

    assertThat(decision).isInstanceOf(RepositoryDecision.Report.class);
    assertThat(decision.lookAgainAfter()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void probesAtOnceWhenASecretOrTheSpecChanged() {
    var outcome = unusable(FailureReason.REPOSITORY_WRONG_PASSWORD);

    assertThat(decide(complete("v2"), ended("v1", outcome, NOW.minusSeconds(1))))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
  }

  @Test
  void looksAtTheSecretsEveryFewSecondsWhileTheRepositoryCannotBeUsed() {
    var outcome = unusable(FailureReason.REPOSITORY_UNREACHABLE);
    RepositorySeen seen = seen(complete("v1"), ended("v1", outcome, NOW.minusSeconds(5)));

    RepositoryDecision decision =
        RepositoryDecision.decide(seen, NOW.minus(Duration.ofHours(2)), NOW);

    assertThat(decision).isInstanceOf(RepositoryDecision.Report.class);
    assertThat(decision.lookAgainAfter()).isEqualTo(RepositoryDecision.LOOK);
  }

  @Test
  void probesLessOftenTheLongerItCannotBeUsedButAtLeastEveryFiveMinutes() {
    var outcome = unusable(FailureReason.REPOSITORY_UNREACHABLE);
    RepositorySeen aMinuteAgo =
        seen(complete("v1"), ended("v1", outcome, NOW.minus(Duration.ofMinutes(1))));
    RepositorySeen fiveMinutesAgo =
        seen(complete("v1"), ended("v1", outcome, NOW.minus(Duration.ofMinutes(5))));

    assertThat(RepositoryDecision.decide(aMinuteAgo, NOW.minus(Duration.ofSeconds(90)), NOW))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
    assertThat(RepositoryDecision.decide(aMinuteAgo, NOW.minus(Duration.ofHours(9)), NOW))
        .isInstanceOf(RepositoryDecision.Report.class);
    assertThat(RepositoryDecision.decide(fiveMinutesAgo, NOW.minus(Duration.ofHours(9)), NOW))
        .isInstanceOf(RepositoryDecision.StartProbe.class);
  }

  @Test
  void doesNotProbeWithHalfOfWhatItNeeds() {
    RepositoryDecision decision =
        decide(
            new RepositorySeen.Inputs.Incomplete(
                ConditionReason.SECRET_NOT_FOUND, "There is no Secret \"s3\"."),
            ended("v1", usable(), NOW));

    assertThat(decision).isInstanceOf(RepositoryDecision.ReportIncomplete.class);
    assertThat(decision.lookAgainAfter()).isEqualTo(RepositoryDecision.LOOK);
  }

  private static RepositorySeen withCopy(Instant probeEnded, Instant copied) {
    return new RepositorySeen(
        complete("v1"),
        INTERVAL,
        ended("v1", usable(), probeEnded),
        Optional.of(copied),
        SizeState.NEVER_COUNTED,
        Optional.empty(),
        List.of());
  }

  private static RepositoryDecision decide(
      RepositorySeen.Inputs inputs, Optional<ProbeState> probe) {
    return RepositoryDecision.decide(seen(inputs, probe), NOW, NOW);
  }

  private static RepositorySeen seen(RepositorySeen.Inputs inputs, Optional<ProbeState> probe) {
    return new RepositorySeen(
        inputs,
        INTERVAL,
        probe,
        Optional.empty(),
        SizeState.NEVER_COUNTED,
        Optional.empty(),
        List.of());
  }
}
