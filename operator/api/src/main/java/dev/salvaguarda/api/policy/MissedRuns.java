package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows when runs were missed. */
public enum MissedRuns {
  /** One run as soon as possible, however many were missed. */
  @JsonProperty("RunOnce")
  RUN_ONCE,
  /** Nothing until the next due time. */
  @JsonProperty("Skip")
  SKIP
}
