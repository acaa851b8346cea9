package dev.salvaguarda.domain.text;

/** The first digits of a long id, as restic shows ids to people. */
public final class ShortId {
  private static final int DIGITS = 8;

  private ShortId() {}

  /** Eight digits, or all where there are fewer. */
  public static String of(String id) {
    return id.substring(0, Math.min(DIGITS, id.length()));
  }
}
