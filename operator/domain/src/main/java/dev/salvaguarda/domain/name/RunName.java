package dev.salvaguarda.domain.name;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a run that the operator starts: policy, schedule and due minute as the clock on the
 * wall of the policy's zone shows it, such as {@code payroll-daily-202611232200}.
 */
public final class RunName {
  /** What Kubernetes leaves for a name whose Jobs and pods get suffixes. */
  public static final int MAX_LENGTH = 52;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT);

  private RunName() {}

  /**
   * The name of the run, or of the Missed record, of one tick.
   *
   * @param repeatedHour whether the tick lies in the second pass of an hour that the end of summer
   *     time repeats; its name ends in {@code b}, so that the first pass keeps its own
   */
  public static String ofTick(
      String policy, String schedule, LocalDateTime due, boolean repeatedHour) {
    return named(policy, schedule, MINUTE.format(due) + (repeatedHour ? "b" : ""));
  }

  /** The name of the run that makes up for a gap of missed ticks whose last one is given. */
  public static String ofCatchUp(
      String policy, String schedule, LocalDateTime lastMissed, boolean repeatedHour) {
    return named(
        policy, schedule, MINUTE.format(lastMissed) + (repeatedHour ? "b" : "") + "-catchup");
  }

  /**
   * A second choice for a name that is already somebody else's, such as a person's run or the run
   * of policy {@code a-b} with schedule {@code c} where ours is {@code a} with {@code b-c}.
   *
   * @param identity what makes the fact unique, for instance the policy's UID and the due instant
   */
  public static String distinguished(String name, String identity) {
    return ShortName.withHash(name, name + '\n' + identity, MAX_LENGTH);
  }

  /** A minute as it stands in a name; empty if the calendar has none like it. */
  public static Optional<LocalDateTime> minute(String digits) {
    try {
      return Optional.of(LocalDateTime.parse(digits, MINUTE));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static String named(String policy, String schedule, String suffix) {
    int room = MAX_LENGTH - suffix.length() - 1;
    return ShortName.of(policy + "-" + schedule, room) + "-" + suffix;
  }
}
