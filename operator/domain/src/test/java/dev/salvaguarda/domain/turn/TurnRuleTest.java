package dev.salvaguarda.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.turn.Contender.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may work when: first come, first served, one at a time in each group. */
class TurnRuleTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Contender FIRST = waiting("first", 0, "db");
  private static final Contender SECOND = waiting("second", 60, "db");
  private static final Contender THIRD = waiting("third", 120, "db");

  @Test
  void theOneThatWasDueFirstMayTakeAFreeLease() {
    assertThat(turn(FIRST)).isEqualTo(new Turn.Free());
  }

  @Test
  void theOthersWaitInTheOrderInWhichTheyWereDue() {
    assertThat(turn(SECOND)).isEqualTo(new Turn.Behind(2, "first"));
    assertThat(turn(THIRD)).isEqualTo(new Turn.Behind(3, "first"));
  }

  @Test
  void ofTwoThatWereDueAtTheSameTimeTheNameDecides() {
    Contender a = waiting("a", 0, "db");
    Contender b = waiting("b", 0, "db");

    assertThat(TurnRule.of(a, List.of(a, b))).isEqualTo(new Turn.Free());
    assertThat(TurnRule.of(b, List.of(a, b))).isEqualTo(new Turn.Behind(2, "a"));
  }

  @Test
  void anActiveRivalIsInTheWayEvenWithoutALease() {
    Contender active =
        new Contender("active", "uid-a", Set.of("db"), Standing.ACTIVE, TEN.plusSeconds(9));

    assertThat(TurnRule.of(FIRST, List.of(active))).isEqualTo(new Turn.Behind(1, "active"));
  }

  @Test
  void aRivalThatCouldNotStartAnywayIsNotInTheWay() {
    Contender unready =
        new Contender("unready", "uid-u", Set.of("db"), Standing.UNABLE, TEN.minusSeconds(9));

    assertThat(TurnRule.of(FIRST, List.of(unready))).isEqualTo(new Turn.Free());
  }

  @Test
  void oneThatNobodyHasLookedAtYetHasItsPlaceInTheLineButIsNotWaitedFor() {
    Contender active = new Contender("active", "uid-a", Set.of("db"), Standing.ACTIVE, TEN);
    Contender unseen =
        new Contender("unseen", "uid-n", Set.of("db"), Standing.NEW, TEN.minusSeconds(9));

    assertThat(TurnRule.of(FIRST, List.of(active, unseen))).isEqualTo(new Turn.Behind(2, "active"));
    assertThat(TurnRule.of(FIRST, List.of(unseen))).isEqualTo(new Turn.Free());
  }

  @Test
  void otherGroupsDoNotMatter() {
    Contender elsewhere = new Contender("elsewhere", "uid-e", Set.of("nas"), Standing.ACTIVE, TEN);

    assertThat(TurnRule.of(FIRST, List.of(elsewhere))).isEqualTo(new Turn.Free());
  }

  @Test
  void whoNeedsSeveralGroupsWaitsForEachOfThem() {
    Contender both = waiting("both", 9, "node-1", "node-2");
    Contender one = waiting("one", 0, "node-2");

    assertThat(TurnRule.of(both, List.of(one))).isEqualTo(new Turn.Behind(2, "one"));
    assertThat(TurnRule.of(one, List.of(both))).isEqualTo(new Turn.Free());
  }

  @Test
  void whoHasTheLeaseBeforeItsTurnDoesNotWaitForALineThatWaitsForIt() {
    Contender came =
        new Contender(
            "came", "uid-c", Set.of("db"), Standing.IN_LINE, TEN.minusSeconds(9), "third");

    assertThat(TurnRule.of(THIRD, List.of(came, FIRST, SECOND))).isEqualTo(new Turn.Free());
    assertThat(TurnRule.of(SECOND, List.of(came, FIRST))).isEqualTo(new Turn.Behind(3, "came"));
    Contender active = new Contender("active", "uid-a", Set.of("db"), Standing.ACTIVE, TEN);
    assertThat(TurnRule.of(THIRD, List.of(came, active))).isEqualTo(new Turn.Behind(2, "active"));
  }

  @Test
  void nobodyWaitsForItself() {
    assertThat(TurnRule.of(FIRST, List.of(FIRST))).isEqualTo(new Turn.Free());
  }

  private static Turn turn(Contender self) {
    return TurnRule.of(self, List.of(THIRD, SECOND, FIRST));
  }

  private static Contender waiting(String name, int seconds, String... groups) {
    return new Contender(
        name, "uid-" + name, Set.of(groups), Standing.IN_LINE, TEN.plusSeconds(seconds));
  }
}
