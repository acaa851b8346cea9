package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How many finished objects of a policy are kept, runs and tests each.
 *
 * @param successful of those that went well
 * @param failed of all others
 */
record HistoryLimits(int successful, int failed) {
  static HistoryLimits of(BackupPolicySpec spec) {
    return new HistoryLimits(spec.successfulRunsHistoryLimit(), spec.failedRunsHistoryLimit());
  }

  /**
   * What is beyond them, oldest first.
   *
   * @param newestFirst all that are finished
   * @param mayGo whether one may be given up at all
   */
  <T> List<T> beyond(List<T> newestFirst, Predicate<T> wentWell, Predicate<T> mayGo) {
    Stream<T> good = newestFirst.stream().filter(wentWell).skip(successful);
    Stream<T> others = newestFirst.stream().filter(wentWell.negate()).skip(failed);
    List<T> beyond = Stream.concat(good, others).filter(mayGo).toList();
    return newestFirst.reversed().stream().filter(beyond::contains).toList();
  }
}
