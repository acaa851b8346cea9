package dev.salvaguarda.app.watch;

import dev.salvaguarda.app.start.ObstacleWatch;
import java.util.Set;
import java.util.TreeSet;

/** What keeps the operator from its work now, whichever object it looks at. */
public final class Hindrances {
  private final ReconciliationWatch looks;
  private final ObstacleWatch obstacle;

  public Hindrances(ReconciliationWatch looks, ObstacleWatch obstacle) {
    this.looks = looks;
    this.obstacle = obstacle;
  }

  /**
   * One sentence each: that the API server does not answer, or which right or kind is missing.
   * Empty if nothing is known to be in the way.
   */
  public Set<String> found() {
    Set<String> all = new TreeSet<>(looks.hindrances());
    obstacle.found().ifPresent(all::add);
    return all;
  }
}
