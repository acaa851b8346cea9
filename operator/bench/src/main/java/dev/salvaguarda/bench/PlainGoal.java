package dev.salvaguarda.bench;

/**
 * A goal that is a number and not a share of what another engine takes, measured once.
 *
 * @param workload in which it counts
 * @param figure what is measured, with its unit
 * @param reached what we took
 * @param atMost largest value that meets the goal
 */
record PlainGoal(String workload, String figure, double reached, double atMost) {
  boolean holds() {
    return reached <= atMost;
  }

  /** For the table of all goals. */
  String line() {
    return "| %s | %s | %s | | | | %s | %s |"
        .formatted(
            workload,
            figure,
            Goal.text(reached),
            Goal.text(atMost),
            holds() ? "met" : "**missed**");
  }
}
