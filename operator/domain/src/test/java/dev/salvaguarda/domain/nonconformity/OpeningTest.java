package dev.salvaguarda.domain.nonconformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.nonconformity.Opening.Known;
import dev.salvaguarda.domain.nonconformity.Opening.Rules;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Rules ALL = new Rules(EnumSet.allOf(Cause.class), 1);

  @Test
  void aCauseThatIsThereGetsARecordWithTheFirstNumber() {
    assertThat(due(failures(1), ALL))
        .containsExactly(new Opening(Cause.FAILED, 1, List.of(signal(0))));
  }

  @Test
  void aCauseThatIsGoneOrUnknownGetsNone() {
    assertThat(due(new Evidence.Gone(List.of(signal(0)), START.plusSeconds(5)), ALL)).isEmpty();
    assertThat(due(new Evidence.Unknown(), ALL)).isEmpty();
  }

  @Test
  void aCauseForWhichThePolicyDoesNotAskGetsNone() {
    assertThat(due(failures(1), new Rules(Set.of(Cause.LATE), 1))).isEmpty();
  }

  @Test
  void failuresGetOneOnceThereAreAsManyInARowAsThePolicySays() {
    Rules third = new Rules(EnumSet.allOf(Cause.class), 3);

    assertThat(due(failures(2), third)).isEmpty();
    assertThat(due(failures(3), third))
        .containsExactly(new Opening(Cause.FAILED, 1, List.of(signal(0), signal(1), signal(2))));
  }

  @Test
  void onlyFailuresHaveToBeInARow() {
    Rules third = new Rules(EnumSet.allOf(Cause.class), 3);

    assertThat(Opening.due(Map.of(Cause.MISSED, failures(1)), third, List.of())).hasSize(1);
  }

  @Test
  void noneIsOpenedWhileOneIsOpen() {
    assertThat(due(failures(2), ALL, new Known(Cause.FAILED, 1, false, signal(0).at()))).isEmpty();
  }

  @Test
  void anOpenRecordOfAnotherCauseIsNoObstacle() {
    assertThat(due(failures(2), ALL, new Known(Cause.LATE, 1, false, signal(0).at()))).hasSize(1);
  }

  @Test
  void whatWasClosedIsNotOpenedAgainForWhatItCounted() {
    assertThat(due(failures(2), ALL, new Known(Cause.FAILED, 1, true, signal(1).at()))).isEmpty();
  }

  @Test
  void whatHappensAfterwardsOpensTheNextOneForThatAlone() {
    assertThat(
            due(
                failures(3),
                ALL,
                new Known(Cause.FAILED, 2, true, signal(1).at()),
                new Known(Cause.FAILED, 1, true, signal(0).at())))
        .containsExactly(new Opening(Cause.FAILED, 3, List.of(signal(2))));
  }

  private static List<Opening> due(Evidence evidence, Rules rules, Known... known) {
    return Opening.due(Map.of(Cause.FAILED, evidence), rules, List.of(known));
  }

  private static Evidence failures(int count) {
    return new Evidence.Active(
        IntStream.range(0, count).mapToObj(OpeningTest::signal).toList(), count);
  }

  private static Signal signal(int number) {
    return new Signal("run-" + number, START.plusSeconds(number), "It failed.");
  }
}
