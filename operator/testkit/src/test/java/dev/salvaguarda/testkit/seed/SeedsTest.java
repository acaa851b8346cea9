package dev.salvaguarda.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final List<Long> SEEN = new ArrayList<>();

  @Test
  void fixedSeedsAreTheSameEverywhereAndFreshOnesAreNeverAmongThem() {
    List<Long> seeds = Seeds.drawn(3, 200, new Random(1));

    assertThat(seeds).hasSize(203).doesNotHaveDuplicates().startsWith(1L, 2L, 3L);
    assertThat(seeds.subList(3, 203)).allMatch(seed -> seed > 1_000);
  }

  @Test
  void anotherBuildDrawsOtherFreshSeeds() {
    assertThat(Seeds.drawn(0, 5, new Random(1)))
        .doesNotContainAnyElementsOf(Seeds.drawn(0, 5, new Random(2)));
  }

  @SeededTest(fixed = 2)
  void aRandomTestIsGivenTheSeed(long seed) {
    SEEN.add(seed);
  }

  @AfterAll
  static void everySeedWasGiven() {
    Long single = Long.getLong(Seeds.SINGLE);
    if (single != null) {
      assertThat(SEEN).containsExactly(single);
    } else {
      assertThat(SEEN).startsWith(1L, 2L).hasSize(2 + Integer.getInteger(Seeds.FRESH, 1));
    }
  }
}
