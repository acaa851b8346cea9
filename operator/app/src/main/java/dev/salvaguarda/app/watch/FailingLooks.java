package dev.salvaguarda.app.watch;

import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.status.FailedLook.Cause;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What looks fail for now. News is only that the first of them fails for a reason, and that none
 * does any more, however many objects and retries there are between.
 */
final class FailingLooks {
  private final Map<Subject, String> failing = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** A look failed; its explanation, if that is news. */
  synchronized Optional<FailedLook> failed(Subject subject, Exception error) {
    FailedLook look = FailedLook.of(error);
    if (look.cause() == Cause.NONE) {
      return Optional.empty();
    }
    String why = look.cause() == Cause.DEFECT ? look.sentence() + origin(error) : look.sentence();
    String before = failing.put(subject, why);
    if (why.equals(before)) {
      return Optional.empty();
    }
    leave(before);
    return counts.merge(why, 1, Integer::sum) == 1 ? Optional.of(look) : Optional.empty();
  }

  /** A look went well; what no look fails for any more, if that is news. */
  synchronized Optional<String> passed(Subject subject) {
    String why = failing.remove(subject);
    return leave(why) ? Optional.ofNullable(why) : Optional.empty();
  }

  /** The object is gone, and with it what its looks failed for. */
  synchronized void forget(Subject subject) {
    leave(failing.remove(subject));
  }

  private boolean leave(@Nullable String why) {
    return why != null && counts.computeIfPresent(why, (_, n) -> n == 1 ? null : n - 1) == null;
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
