package dev.salvaguarda.domain.incident;

/** Where an incident stands; follows from what is recorded of it. */
public enum IncidentPhase {
  /** Nobody has answered the report yet, or looks into it. */
  REPORTED,
  /** The receipt was confirmed, and the message about that is on its way. */
  ACKNOWLEDGED,
  /** Who reported it was asked for the number of a service request. */
  AWAITING_SERVICE_REQUEST,
  /** The technical team looks into it. */
  UNDER_ANALYSIS,
  /** The component works. It does not come back from there: what persists is a new incident. */
  NOT_CONFIRMED,
  /** There is an incident. */
  CONFIRMED,
  /** The component works again. */
  RESTORED,
  /** What was learnt of it is written down. */
  CLOSED
}
