package dev.salvaguarda.domain.workorder;

/**
 * Which attempt of which run this is. The snapshots of the attempt carry it as tags, which is how
 * the operator finds them again when the pod could not tell.
 *
 * @param namespace of the run
 * @param policy name of the BackupPolicy
 * @param run name of the BackupRun
 * @param runUid the run's {@code metadata.uid}: two runs of one name, one after the other, differ
 *     in it
 * @param attempt counted from 1
 */
public record RunIdentity(String namespace, String policy, String run, String runUid, int attempt) {
  public RunIdentity {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is counted from 1, but is " + attempt);
    }
  }
}
