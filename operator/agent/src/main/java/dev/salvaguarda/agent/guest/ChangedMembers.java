package dev.salvaguarda.agent.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of a container that tar could not copy as they were: the first of them by name, all by
 * their number. Takes the lines of the log as they come, since of a long log only its ends are
 * kept.
 */
final class ChangedMembers {
  private static final int NAMED = 20;

  /** Of so many it is known whether they were told twice. */
  private static final int REMEMBERED = 1_000;

  private static final Pattern CHANGED =
      Pattern.compile(
          "(?:INFO: )?(?:/usr/bin/|/bin/)?tar: (.+): "
              + "(File removed before we read it|File shrank by \\d+ bytes?; padding with zeros"
              + "|file changed as we read it|Cannot (?:stat|open|read).*)",
          Pattern.CASE_INSENSITIVE);

  private final List<String> named = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private long count;

  synchronized void take(String line) {
    Matcher told = CHANGED.matcher(line);
    if (!told.matches()) {
      return;
    }
    String one = told.group(1) + ": " + told.group(2);
    if (seen.size() < REMEMBERED ? seen.add(one) : !seen.contains(one)) {
      count++;
      if (named.size() < NAMED) {
        named.add(one);
      }
    }
  }

  /** The first of them, each with what happened to it. */
  synchronized List<String> named() {
    return List.copyOf(named);
  }

  /** How many there are. */
  synchronized long count() {
    return count;
  }
}
