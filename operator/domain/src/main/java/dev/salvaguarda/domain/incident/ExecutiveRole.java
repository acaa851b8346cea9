package dev.salvaguarda.domain.incident;

/** What the statement of a director or manager is for, which the norm leaves open. */
public enum ExecutiveRole {
  /** It is recorded, and nothing waits for it. */
  RECORD_ONLY,
  /** It is told in a message of its own. */
  SECOND_MESSAGE,
  /** What is confirmed is told only after it. */
  REQUIRED_BEFORE_BROADCAST
}
