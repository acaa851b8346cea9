package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.controller.status.FailedLook;
import java.util.HashMap;
import java.util.Map;

/** Which looks at passes fail again and again, so that each trouble is told once while it lasts. */
final class LookFailures {
  /** More at a time belong to objects that are gone; what lasts is told anew. */
  private static final int MOST = 1_000;

  private final Map<String, Failing> failing = new HashMap<>();

  private record Failing(String why, int retries) {}

  /**
   * What to make of a failed look.
   *
   * @param isShown whether it goes on for long enough to stand in the status
   * @param isNews whether it has just begun to, so that the log says it
   */
  record Judgement(boolean isShown, boolean isNews) {}

  synchronized Judgement failed(String subject, FailedLook look) {
    if (failing.size() >= MOST) {
      failing.clear();
    }
    Failing before = failing.get(subject);
    int retries = before != null && before.why().equals(look.sentence()) ? before.retries() + 1 : 0;
    failing.put(subject, new Failing(look.sentence(), retries));
    boolean shown = look.isShown(retries);
    return new Judgement(shown, shown && (retries == 0 || !look.isShown(retries - 1)));
  }

  synchronized void passed(String subject) {
    failing.remove(subject);
  }
}
