package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a director's statement is for. */
public enum ExecutiveConfirmation {
  /** It is recorded, and nothing waits for it. */
  @JsonProperty("RecordOnly")
  RECORD_ONLY,
  /** It is told in a message of its own. */
  @JsonProperty("SecondMessage")
  SECOND_MESSAGE,
  /** What is confirmed is told only after it. */
  @JsonProperty("RequiredBeforeBroadcast")
  REQUIRED_BEFORE_BROADCAST
}
