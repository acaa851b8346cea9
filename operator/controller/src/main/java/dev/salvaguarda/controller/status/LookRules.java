package dev.salvaguarda.controller.status;

/**
 * How often every object is looked at, whatever happens, and in whose name its status is written;
 * each reconciler's annotations name these. The library's own defaults give an object up for hours
 * after some minutes without an API server.
 */
public final class LookRules {
  /** Under this name the API server records what we write. */
  public static final String FIELD_MANAGER = "salvaguarda";

  /** A look that failed is repeated for as long as it fails. */
  public static final int RETRIES_WITHOUT_END = -1;

  /** From the first failed look to the next. */
  public static final long FIRST_RETRY_MILLIS = 1_000;

  /** How much longer each further pause between failed looks is. */
  public static final double RETRY_GROWTH = 2;

  /** The longest pause between failed looks. */
  public static final long LONGEST_RETRY_MILLIS = 60_000;

  /** The longest time without a look at an object of which nothing is heard. */
  public static final long LONGEST_PAUSE_MINUTES = 10;

  private LookRules() {}
}
