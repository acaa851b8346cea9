package dev.salvaguarda.agent.guest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where guests are to be tried.
 *
 * @param storage that they lie on
 * @param firstVmid the lowest number that they may have
 * @param lastVmid the highest
 */
public record TrialPlace(String node, String storage, int firstVmid, int lastVmid) {
  private static final Pattern RANGE = Pattern.compile("(\\d{3,9})-(\\d{3,9})");

  /** Whether a range of the guard, such as {@code 9000-9099}, holds all of its numbers. */
  boolean isWithin(String range) {
    Matcher numbers = RANGE.matcher(range);
    return numbers.matches()
        && Integer.parseInt(numbers.group(1)) <= firstVmid
        && lastVmid <= Integer.parseInt(numbers.group(2));
  }
}
