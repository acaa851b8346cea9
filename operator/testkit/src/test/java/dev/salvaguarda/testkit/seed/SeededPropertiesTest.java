package dev.salvaguarda.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class SeededPropertiesTest {
  private static final int TRIES = 5;
  private static final List<Long> DRAWN = new ArrayList<>();

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void drawsFromEverySeed(@ForAll long number) {
    DRAWN.add(number);
  }

  @AfterContainer
  static void eachSeedHadItsTries() {
    int seeds = Long.getLong(Seeds.SINGLE) == null ? 1 + Integer.getInteger(Seeds.FRESH, 1) : 1;
    assertThat(DRAWN).hasSize(seeds * TRIES);
    // The numbers of two seeds differ; that all should meet is out of the question.
    assertThat(new HashSet<>(DRAWN)).hasSizeGreaterThan((seeds - 1) * TRIES);
  }
}
