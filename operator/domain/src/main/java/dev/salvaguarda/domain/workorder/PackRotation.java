package dev.salvaguarda.domain.workorder;

/**
 * Which packs one reading out of several reads, so that all of them together read each pack once.
 * The names of packs are hashes, which spread evenly by themselves; what is stored meanwhile is
 * read when the turn of its name comes.
 *
 * @param number of the reading, counted from 1
 * @param of how many it is one, at least 1
 */
public record PackRotation(int number, int of) {
  private static final int DIGITS = 8;
  private static final int HEXADECIMAL = 16;

  public PackRotation {
    if (of < 1 || number < 1 || number > of) {
      throw new IllegalArgumentException("there is no reading %d of %d".formatted(number, of));
    }
  }

  /**
   * The one that follows.
   *
   * @param percent of the packs that a reading should read, 1 to 100
   * @param done the number of the newest one; 0 before the first
   */
  public static PackRotation after(int done, int percent) {
    int of = (100 + percent - 1) / percent;
    return new PackRotation(done % of + 1, of);
  }

  /** Whether a pack is read, by its 64 hexadecimal digits. */
  public boolean reads(String pack) {
    return Long.parseLong(pack.substring(0, DIGITS), HEXADECIMAL) % of == number - 1;
  }
}
