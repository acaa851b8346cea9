package dev.salvaguarda.domain.workorder;

import java.util.List;

/**
 * The tags that every snapshot of ours carries, in the form {@code key=value}. {@code restic
 * snapshots --tag run=NAME} finds a run's snapshots with them, and so does the operator.
 */
public final class SnapshotTags {
  private SnapshotTags() {}

  /** Tags of a target's snapshot: policy, run, run-uid, attempt and target. */
  public static List<String> of(RunIdentity run, String target) {
    return List.of(
        "policy=" + run.namespace() + "/" + run.policy(),
        "run=" + run.run(),
        uid(run.runUid()),
        attempt(run.attempt()),
        "target=" + target);
  }

  /** The tag that all snapshots of a run share. */
  public static String uid(String runUid) {
    return "run-uid=" + runUid;
  }

  /** The tag that all snapshots of an attempt share. */
  public static String attempt(int attempt) {
    return "attempt=" + attempt;
  }
}
