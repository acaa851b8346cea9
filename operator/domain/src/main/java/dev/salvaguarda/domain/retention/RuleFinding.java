package dev.salvaguarda.domain.retention;

/**
 * What one rule says of a snapshot.
 *
 * @param kept whether it keeps it
 * @param reason why it does or doesn't
 */
record RuleFinding(boolean kept, Reason reason) {}
