package dev.salvaguarda.testkit.seed;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * The seeds that a random test runs with: {@code 1} to a number that the test names, then as many
 * fresh ones as {@code -Dsalvaguarda.seeds} says (one, if it says nothing). {@code
 * -Dsalvaguarda.seed=S} runs S alone, to repeat what a fresh one found.
 */
public final class Seeds {
  /** System property: how many fresh seeds each random test gets, 0 or more. */
  public static final String FRESH = "salvaguarda.seeds";

  /** System property: the only seed to run with. */
  public static final String SINGLE = "salvaguarda.seed";

  /** Short enough to be read aloud, and far beyond the fixed ones. */
  private static final long SMALLEST = 1_000_000;

  private static final long LARGEST = 1_000_000_000_000L;

  private Seeds() {}

  /**
   * The seeds of one random test, fixed ones first; prints the fresh ones.
   *
   * @param test named in what is printed
   * @param fixed how many fixed seeds there are, 0 or more
   */
  public static List<Long> of(String test, int fixed) {
    return of(test, fixed, Integer.MAX_VALUE);
  }

  static List<Long> of(String test, int fixed, int mostFresh) {
    Long single = Long.getLong(SINGLE);
    if (single != null) {
      return List.of(single);
    }
    List<Long> seeds =
        drawn(fixed, Math.min(mostFresh, Integer.getInteger(FRESH, 1)), new SecureRandom());
    announce(test, seeds.subList(fixed, seeds.size()));
    return seeds;
  }

  static List<Long> drawn(int fixed, int fresh, Random random) {
    LongStream drawn = random.longs(SMALLEST, LARGEST).distinct().limit(fresh);
    return LongStream.concat(LongStream.rangeClosed(1, fixed), drawn).boxed().toList();
  }

  private static void announce(String test, List<Long> fresh) {
    if (!fresh.isEmpty()) {
      String more = fresh.size() == 1 ? "" : " and " + (fresh.size() - 1) + " more";
      System.out.println("Fresh seed of " + test + ": " + fresh.getFirst() + more);
    }
  }
}
