package dev.salvaguarda.controller.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookOutcome;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookCallsTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final HookOutcome GOOD = new HookOutcome(true, "status 0");

  private final AtomicInteger called = new AtomicInteger();
  private final HookCalls calls = new HookCalls(Clock.fixed(TEN, ZoneOffset.UTC));

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

    start("run", "ti", both, end);

    assertThat(calls.current("run", both)).isEqualTo(new HookFacts.UnderWay());
    end.countDown();
    await()
        .untilAsserted(
            () -> assertThat(calls.current("run", both)).isEqualTo(new HookFacts.Ended(GOOD)));
  }

  @Test
  void applicationsThatDoNotAnswerHoldUpNoOtherNamespaceAndNothingIsCalledTwice() {
    List<HookCall> both = List.of(begun("on", Side.BEFORE), begun("off", Side.AFTER));
    CountDownLatch end = new CountDownLatch(1);
    for (String run : List.of("1", "1", "2", "3", "4", "5")) {
      start(run, "ti", both, end);
    }

    start("other", "finance", both, end);

    assertThat(calls.current("4", both)).isEqualTo(new HookFacts.UnderWay());
    assertThat(calls.current("5", both)).isEqualTo(new HookFacts.Unheard());
    assertThat(calls.current("other", both)).isEqualTo(new HookFacts.UnderWay());
    end.countDown();
    await()
        .untilAsserted(() -> {
          if (calls.current("5", both) instanceof HookFacts.Unheard) {
            start("5", "ti", both, end);
          }
          assertThat(calls.current("5", both)).isEqualTo(new HookFacts.Ended(GOOD));
        });
    assertThat(called).hasValue(6);
  }

  @Test
  void whoFoundNoRoomForAnHourStandsInLine() {
    HookCall late =
        new HookCall(
            "off",
            Side.AFTER,
            Duration.ofSeconds(30),
            State.RUNNING,
            1,
            TEN.minus(Duration.ofHours(1)),
            null,
            "");
    List<HookCall> both = List.of(begun("on", Side.BEFORE), late);
    CountDownLatch end = new CountDownLatch(1);
    for (String run : List.of("1", "2", "3", "4", "5")) {
      start(run, "ti", both, end);
    }

    assertThat(calls.current("5", both)).isEqualTo(new HookFacts.UnderWay());
    end.countDown();
  }

  private void start(String run, String namespace, List<HookCall> both, CountDownLatch end) {
    ObjectMeta meta = new ObjectMetaBuilder().withUid(run).withNamespace(namespace).build();
    calls.start(
        meta,
        1,
        both.get(1),
        () -> {
          called.incrementAndGet();
          return ended(end);
        },
        () -> {});
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
