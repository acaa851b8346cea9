package dev.salvaguarda.controller.channel;

import static dev.salvaguarda.controller.channel.SeenChannel.NOW;
import static dev.salvaguarda.controller.channel.SeenChannel.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When a channel's server is asked whether it would take anything. */
class ChannelDecisionTest {
  private static final SeenChannel CHANNEL = SeenChannel.of("probeInterval: 15m");
  private static final Optional<DeliveryFailure> WELL = Optional.empty();
  private static final Optional<DeliveryFailure> AWAY =
      Optional.of(new DeliveryFailure(DeliveryFailure.Reason.SERVER_UNREACHABLE, "", "No answer."));

  @Test
  void nothingIsAskedWhileSomethingIsMissing() {
    ChannelAccess.Missing missing =
        new ChannelAccess.Missing(ConditionReason.SECRET_NOT_FOUND, "There is no Secret.");

    assertThat(decide(CHANNEL.access(missing))).isEqualTo(new ChannelDecision.Incomplete(missing));
  }

  @Test
  void aServerThatNobodyAskedIsAsked() {
    assertThat(decide(CHANNEL)).isInstanceOf(ChannelDecision.Probe.class);
  }

  @Test
  void oneProbeIsUnderWayAtATime() {
    CountDownLatch end = new CountDownLatch(1);
    try (Errands<Optional<DeliveryFailure>> errands =
        new Errands<>("test", 1, Clock.fixed(NOW, ZoneOffset.UTC))) {
      errands.start(
          "channel",
          new Errand.Job<>(
              VERSION, Duration.ofMinutes(1), () -> awaited(end), () -> AWAY, _ -> AWAY, () -> {}));

      assertThat(decide(CHANNEL.probe(errands.newest("channel").orElseThrow())))
          .isEqualTo(new ChannelDecision.Await());
      end.countDown();
    }
  }

  @Test
  void anAnswerCountsForTheProbeInterval() {
    assertThat(decide(CHANNEL.probed(VERSION, WELL, ago(Duration.ofMinutes(14)))))
        .isEqualTo(
            new ChannelDecision.Report(WELL, ago(Duration.ofMinutes(14)), ChannelDecision.LOOK));
    assertThat(decide(CHANNEL.probed(VERSION, WELL, ago(Duration.ofMinutes(15)))))
        .isInstanceOf(ChannelDecision.Probe.class);
  }

  @Test
  void theNextLookComesWhenTheAnswerNoLongerCounts() {
    Instant at = ago(Duration.ofMinutes(15).minusSeconds(7));

    assertThat(decide(CHANNEL.probed(VERSION, WELL, at)).lookAgainAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aServerThatDidNotAnswerIsAskedAgainAfterAMinute() {
    assertThat(decide(CHANNEL.probed(VERSION, AWAY, ago(Duration.ofSeconds(59)))))
        .isInstanceOf(ChannelDecision.Report.class);
    assertThat(decide(CHANNEL.probed(VERSION, AWAY, ago(ChannelDecision.AFTER_FAILURE))))
        .isInstanceOf(ChannelDecision.Probe.class);
  }

  @Test
  void aShorterIntervalHoldsAfterAFailureToo() {
    SeenChannel eager = SeenChannel.of("probeInterval: 10s");

    assertThat(decide(eager.probed(VERSION, AWAY, ago(Duration.ofSeconds(10)))))
        .isInstanceOf(ChannelDecision.Probe.class);
  }

  @Test
  void anAnswerToAnotherLoginSaysNothing() {
    assertThat(decide(CHANNEL.probed("before the Secret was mended", AWAY, NOW)))
        .isInstanceOf(ChannelDecision.Probe.class);
  }

  private static ChannelDecision decide(SeenChannel channel) {
    return ChannelDecision.decide(channel.seen(), NOW);
  }

  private static Instant ago(Duration time) {
    return NOW.minus(time);
  }

  private static Optional<DeliveryFailure> awaited(CountDownLatch end) {
    try {
      end.await();
      return WELL;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
