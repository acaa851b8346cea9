package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can be wrong with the backups of a policy. */
public enum NonConformityCause {
  /** A run ended without a copy that counts. */
  @JsonProperty("Failed")
  FAILED,
  /** A due time passed without a run. */
  @JsonProperty("Missed")
  MISSED,
  /** A run stored less than it should have. */
  @JsonProperty("Degraded")
  DEGRADED,
  /** The newest good copy is older than the policy allows. */
  @JsonProperty("Late")
  LATE,
  /** It is not proven that the copies restore. */
  @JsonProperty("Unverified")
  UNVERIFIED
}
