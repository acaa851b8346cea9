package dev.salvaguarda.domain.nonconformity;

/** What can be wrong with the backups of a policy; each has a record of its own. */
public enum Cause {
  /** A run ended without a copy that counts. */
  FAILED,
  /** A due time passed without a run. */
  MISSED,
  /** A run stored less than it should have. */
  DEGRADED,
  /** The newest good copy is older than the policy allows. */
  LATE,
  /** It is not proven that the copies restore. */
  UNVERIFIED
}
