package dev.salvaguarda.controller.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookCallsTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final HookOutcome GOOD = new HookOutcome(true, "status 0");

  private final HookCalls calls = new HookCalls(Clock.systemUTC());

  @AfterEach
  void stop() {
    calls.close();
  }

  private static HookCall begun(String name, Side side) {
    return new HookCall(name, side, Duration.ofSeconds(30), State.RUNNING, 1, TEN, null, "");
  }

  @Test
  void oneOfWhichNothingWasHeardHidesNoneThatIsUnderWay() {
    List<HookCall> both = List.of(begun("on", Side.BEFORE), begun("off", Side.AFTER));
    CountDownLatch end = new CountDownLatch(1);
    assertThat(calls.current("run", both)).isEqualTo(new HookFacts.Unheard());

    calls.start("run", 1, both.get(1), () -> ended(end), () -> {});

    assertThat(calls.current("run", both)).isEqualTo(new HookFacts.UnderWay());
    end.countDown();
    await()
        .untilAsserted(
            () -> assertThat(calls.current("run", both)).isEqualTo(new HookFacts.Ended(GOOD)));
  }

  private static HookOutcome ended(CountDownLatch end) {
    try {
      end.await();
      return GOOD;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HookOutcome.failed("interrupted");
    }
  }
}
