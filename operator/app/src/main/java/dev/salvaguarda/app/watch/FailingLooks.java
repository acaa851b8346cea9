package dev.salvaguarda.app.watch;

import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.status.FailedLook.Cause;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What looks fail for now. News is only that the first of them fails for a reason, and that none
 * does any more, however many objects and retries there are between.
 */
final class FailingLooks {
  /**
   * @param hinders whether it is the operator's own trouble
   */
  private record Failing(String why, boolean hinders) {}

  private final Map<Subject, Failing> failing = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * A look failed; its explanation, if that is news.
   *
   * @param retries how many looks in a row have failed before
   */
  synchronized Optional<FailedLook> failed(Subject subject, Exception error, int retries) {
    FailedLook look = FailedLook.of(error);
    if (look.cause() == Cause.PASSING && !look.isShown(retries)) {
      return Optional.empty();
    }
    String why = look.cause() == Cause.DEFECT ? look.sentence() + origin(error) : look.sentence();
    Failing before = failing.put(subject, new Failing(why, look.isOfTheOperator()));
    if (before != null && why.equals(before.why())) {
      return Optional.empty();
    }
    leave(before);
    return counts.merge(why, 1, Integer::sum) == 1 ? Optional.of(look) : Optional.empty();
  }

  /** A look went well; what no look fails for any more, if that is news. */
  synchronized Optional<String> passed(Subject subject) {
    Failing before = failing.remove(subject);
    return leave(before) ? Optional.ofNullable(before).map(Failing::why) : Optional.empty();
  }

  /** What the API server does not do for us now, or refuses us; empty if it does all. */
  synchronized Set<String> hindrances() {
    return failing.values().stream()
        .filter(Failing::hinders)
        .map(Failing::why)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The object is gone, and with it what its looks failed for. */
  synchronized void forget(Subject subject) {
    leave(failing.remove(subject));
  }

  private boolean leave(@Nullable Failing before) {
    return before != null
        && counts.computeIfPresent(before.why(), (_, n) -> n == 1 ? null : n - 1) == null;
  }

  /** Errors of ours are told apart by where they began. */
  private static String origin(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StackTraceElement[] frames = root.getStackTrace();
    return " (%s%s)"
        .formatted(root.getClass().getSimpleName(), frames.length == 0 ? "" : " at " + frames[0]);
  }
}
