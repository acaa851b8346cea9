package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an incident stands; follows from its specification. */
public enum IncidentPhase {
  /** Nobody has answered the report yet, or looks into it. */
  @JsonProperty("Reported")
  REPORTED,
  /** The receipt was confirmed, and the message about that is on its way. */
  @JsonProperty("Acknowledged")
  ACKNOWLEDGED,
  /** Who reported it was asked for the number of a service request. */
  @JsonProperty("AwaitingServiceRequest")
  AWAITING_SERVICE_REQUEST,
  /** The technical team looks into it. */
  @JsonProperty("UnderAnalysis")
  UNDER_ANALYSIS,
  /** The component works. */
  @JsonProperty("NotConfirmed")
  NOT_CONFIRMED,
  /** There is an incident. */
  @JsonProperty("Confirmed")
  CONFIRMED,
  /** The component works again. */
  @JsonProperty("Restored")
  RESTORED,
  /** What was learnt of it is written down. */
  @JsonProperty("Closed")
  CLOSED
}
