package dev.salvaguarda.domain.nonconformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A record that has to be opened. Its number follows from the records that there were before, so
 * that whoever opens it at the same time gives it the same name.
 *
 * @param number among the records of its policy and cause, from 1
 * @param signals what it is opened for, oldest first; at least one
 */
public record Opening(Cause cause, int number, List<Signal> signals) {
  public Opening {
    signals = List.copyOf(signals);
  }

  /**
   * What a policy asks for.
   *
   * @param causes for which records are opened
   * @param failuresInARow how many runs in a row must have failed, at least 1
   */
  public record Rules(Set<Cause> causes, int failuresInARow) {
    public Rules {
      causes = Set.copyOf(causes);
    }
  }

  /**
   * A record that there is.
   *
   * @param isClosed whether a person has closed it
   * @param seenUntil when the newest signal happened that it has counted
   */
  public record Known(Cause cause, int number, boolean isClosed, Instant seenUntil) {}

  /**
   * Those that have to be opened now: of causes that are there, have no open record, and have
   * signals that no closed one has counted. What a person has closed is not opened again for what
   * they knew.
   */
  public static List<Opening> due(
      Map<Cause, Evidence> evidence, Rules rules, Collection<Known> known) {
    List<Opening> due = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      List<Known> before = known.stream().filter(one -> one.cause() == cause).toList();
      if (rules.causes().contains(cause)
          && before.stream().allMatch(Known::isClosed)
          && evidence.get(cause) instanceof Evidence.Active there
          && (cause != Cause.FAILED || there.inARow() >= rules.failuresInARow())) {
        List<Signal> fresh = fresh(there, before);
        if (!fresh.isEmpty()) {
          due.add(new Opening(cause, next(before), fresh));
        }
      }
    }
    return List.copyOf(due);
  }

  /** When it began. */
  public Instant since() {
    return signals.getFirst().at();
  }

  private static List<Signal> fresh(Evidence.Active there, List<Known> before) {
    Instant seen =
        before.stream().map(Known::seenUntil).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    return there.row().stream().filter(signal -> signal.at().isAfter(seen)).toList();
  }

  private static int next(List<Known> before) {
    return 1 + before.stream().mapToInt(Known::number).max().orElse(0);
  }
}
