package dev.salvaguarda.domain.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookStep.Going;
import dev.salvaguarda.domain.hook.HookStep.Through;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HookLifeTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final HookFacts.Try UNHEARD = new HookFacts.Unheard();
  private static final HookOutcome GOOD = new HookOutcome(true, "status 0");
  private static final HookOutcome BAD = HookOutcome.failed("status 1");

  private static HookCall hook(String name, Side side) {
    return HookCall.pending(name, side, Duration.ofSeconds(30));
  }

  private static final List<HookCall> HOOKS =
      List.of(
          hook("lock", Side.BEFORE),
          hook("flush", Side.BEFORE),
          hook("thaw", Side.AFTER),
          hook("unlock", Side.AFTER));

  private static Going going(List<HookCall> calls, Side side, HookFacts.Try current, Instant now) {
    HookStep step = HookLife.decide(calls, side, current, now);
    assertThat(step).isInstanceOf(Going.class);
    return (Going) step;
  }

  /** Written down and carried out. */
  private static List<HookCall> done(List<HookCall> calls, Side side, HookOutcome outcome) {
    List<HookCall> begun = going(calls, side, UNHEARD, TEN).calls();
    return going(begun, side, new HookFacts.Ended(outcome), TEN.plusSeconds(2)).calls();
  }

  @Test
  void isWrittenDownBeforeItIsCarriedOut() {
    Going claim = going(HOOKS, Side.BEFORE, UNHEARD, TEN);

    assertThat(claim.toCall()).isEqualTo(-1);
    assertThat(claim.calls().getFirst())
        .isEqualTo(
            new HookCall(
                "lock", Side.BEFORE, Duration.ofSeconds(30), State.RUNNING, 1, TEN, null, ""));
    assertThat(claim.next()).isEqualTo(TEN);
    assertThat(going(claim.calls(), Side.BEFORE, UNHEARD, TEN).toCall()).isZero();
  }

  @Test
  void isCarriedOutAgainIfNobodyKnowsOfItAnyMore() {
    List<HookCall> begun = going(HOOKS, Side.BEFORE, UNHEARD, TEN).calls();

    Going again = going(begun, Side.BEFORE, UNHEARD, TEN.plusSeconds(3600));

    assertThat(again.toCall()).isZero();
    assertThat(again.calls()).isEqualTo(begun);
  }

  @Test
  void isLeftAloneWhileItIsUnderWay() {
    List<HookCall> begun = going(HOOKS, Side.BEFORE, UNHEARD, TEN).calls();

    Going wait = going(begun, Side.BEFORE, new HookFacts.UnderWay(), TEN.plusSeconds(5));

    assertThat(wait.toCall()).isEqualTo(-1);
    assertThat(wait.calls()).isEqualTo(begun);
    assertThat(wait.next()).isEqualTo(TEN.plusSeconds(15));
  }

  @Test
  void theNextOfTheSideFollowsOnceOneSucceeded() {
    List<HookCall> first = done(HOOKS, Side.BEFORE, GOOD);

    assertThat(first).extracting(HookCall::state).startsWith(State.SUCCEEDED, State.PENDING);
    assertThat(going(first, Side.BEFORE, UNHEARD, TEN).calls().get(1).state())
        .isEqualTo(State.RUNNING);
    assertThat(HookLife.decide(done(first, Side.BEFORE, GOOD), Side.BEFORE, UNHEARD, TEN))
        .isEqualTo(new Through(java.util.Optional.empty()));
  }

  @Test
  void oneBeforeTheWorkIsTriedOnceAndItsFailureIsTheEndOfTheSide() {
    List<HookCall> first = done(HOOKS, Side.BEFORE, BAD);

    assertThat(HookLife.decide(first, Side.BEFORE, UNHEARD, TEN.plusSeconds(3)))
        .isEqualTo(new Through(java.util.Optional.of(first.getFirst())));
    assertThat(first.get(1).state()).isEqualTo(State.PENDING);
    assertThat(first.getFirst().message()).isEqualTo("status 1");
  }

  @Test
  void oneAfterTheWorkIsTriedThreeTimesWithAPause() {
    List<HookCall> calls = done(HOOKS, Side.AFTER, BAD);
    assertThat(calls.get(2).state()).isEqualTo(State.RUNNING);
    Instant ended = TEN.plusSeconds(2);

    Going pause = going(calls, Side.AFTER, UNHEARD, ended.plusSeconds(4));
    assertThat(pause.calls()).isEqualTo(calls);
    assertThat(pause.toCall()).isEqualTo(-1);
    assertThat(pause.next()).isEqualTo(ended.plus(HookLife.PAUSE));
    Instant now = ended;
    for (int attempt = 2; attempt <= HookLife.TRIES_AFTER; attempt++) {
      now = now.plus(HookLife.PAUSE);
      calls = going(calls, Side.AFTER, UNHEARD, now).calls();
      assertThat(calls.get(2).tries()).isEqualTo(attempt);
      assertThat(going(calls, Side.AFTER, UNHEARD, now).toCall()).isEqualTo(2);
      calls = going(calls, Side.AFTER, new HookFacts.Ended(BAD), now).calls();
    }
    assertThat(calls.get(2).state()).isEqualTo(State.FAILED);
  }

  @Test
  void aClockThatWasSetBackHoldsNoTryUp() {
    List<HookCall> calls = done(HOOKS, Side.AFTER, BAD);

    assertThat(going(calls, Side.AFTER, UNHEARD, TEN.minusSeconds(7200)).calls().get(2).tries())
        .isEqualTo(2);
  }

  @Test
  void whateverAnOperatorForgetsAllAfterTheWorkAreCalledInOrderAndItEnds() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<HookCall> calls = HOOKS;
      List<Integer> carriedOut = new ArrayList<>();
      HookFacts.Try current = UNHEARD;
      Instant now = TEN;
      int looks = 0;
      while (HookLife.decide(calls, Side.AFTER, current, now) instanceof Going step) {
        assertThat(looks++).as("looks with seed %d", seed).isLessThan(200);
        boolean dies = random.nextInt(4) == 0;
        if (step.toCall() >= 0) {
          carriedOut.add(step.toCall());
        }
        // Whoever dies may have called, and has written nothing down.
        calls = dies ? calls : step.calls();
        current = dies || step.toCall() < 0 ? UNHEARD : ended(random);
        now = now.plusSeconds(random.nextInt(8));
      }
      assertThat(carriedOut).as("seed %d", seed).contains(2, 3).isSorted().doesNotContain(0, 1);
      assertThat(calls.subList(2, 4)).allMatch(HookCall::isOver);
    }
  }

  private static HookFacts.Try ended(Random random) {
    return random.nextInt(3) == 0
        ? new HookFacts.UnderWay()
        : new HookFacts.Ended(random.nextBoolean() ? GOOD : BAD);
  }
}
